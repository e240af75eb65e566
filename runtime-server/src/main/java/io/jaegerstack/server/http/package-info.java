/// A small HTTP/1.1 server on Netty for the agent's, the collector's and the query's HTTP ports and
/// for the admin port: routes, bounded requests, streamed answers, deadlines against slow peers,
/// drain. Handlers get a complete request and return an answer; no Netty type leaves this package.
/// Not a framework: no filters, no sessions, no templates.
@NullMarked
package io.jaegerstack.server.http;

import org.jspecify.annotations.NullMarked;
