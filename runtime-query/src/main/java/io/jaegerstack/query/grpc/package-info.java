/// Jaeger's gRPC api_v2 over the query service, for programs that read traces.
///
/// Called by `query.Query` only. A thin translation: requests are checked here, and nothing else is
/// decided.
@NullMarked
package io.jaegerstack.query.grpc;

import org.jspecify.annotations.NullMarked;
