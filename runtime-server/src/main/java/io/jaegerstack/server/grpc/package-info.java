/// gRPC ports, and what bounds strangers on them: how many connections, how many bytes of requests
/// that have not arrived whole, how long a request may take to arrive.
///
/// Whatever takes spans listens through [GrpcServer], with services over [RawBytes] that run on
/// event loops and never wait. The query has a server of its own, which it passes through
/// [GrpcAdmission]; services know nothing of that.
@NullMarked
package io.jaegerstack.server.grpc;

import org.jspecify.annotations.NullMarked;
