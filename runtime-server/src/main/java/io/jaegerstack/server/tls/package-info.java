/// TLS of listening ports and of clients: contexts that follow their files, handshakes off the
/// event loops, counts of what failed. Called by [io.jaegerstack.server.http.HttpServer], by
/// [io.jaegerstack.server.grpc.GrpcAdmission] and by whoever opens a gRPC channel; reading and
/// checking the files is [io.jaegerstack.settings.tls]. Knows no protocol above TLS but its name.
@NullMarked
package io.jaegerstack.server.tls;

import org.jspecify.annotations.NullMarked;
