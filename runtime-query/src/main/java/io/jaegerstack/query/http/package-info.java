/// Jaeger's v1 HTTP API over the query service: parameters in, JSON out, and nothing decided in
/// between.
///
/// Called by `query.Query`, which mounts it beside the UI; never touches a storage, and no other
/// package may know HTTP parameters.
@NullMarked
package io.jaegerstack.query.http;

import org.jspecify.annotations.NullMarked;
