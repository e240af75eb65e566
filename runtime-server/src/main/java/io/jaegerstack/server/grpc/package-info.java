/// What bounds strangers on gRPC ports: how many connections, how many bytes of requests that have
/// not arrived whole, how long a request may take to arrive.
///
/// Collector and query pass their server builders through [GrpcAdmission]; services know nothing of
/// it.
@NullMarked
package io.jaegerstack.server.grpc;

import org.jspecify.annotations.NullMarked;
