/// Frames of packets to collectors: a queue bounded in bytes that holds each frame until somebody
/// answers for it, the ways that take frames apart into requests of spans, retries, and an account
/// of what could not be delivered. Processors hand frames in and never wait; the relay, which sends
/// them as they are, is a package of its own.
@NullMarked
package io.jaegerstack.agent.reporter;

import org.jspecify.annotations.NullMarked;
