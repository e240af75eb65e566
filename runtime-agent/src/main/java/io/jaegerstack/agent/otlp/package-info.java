/// OTLP for clients that want an agent beside them: over gRPC and HTTP, where a setting asks for
/// it. Hands batches to the reporter, and its answers to the clients; knows nothing of UDP.
///
/// Built by [io.jaegerstack.agent.AgentMain]. Requests are read and answered on event loops;
/// nothing here waits.
@NullMarked
package io.jaegerstack.agent.otlp;

import org.jspecify.annotations.NullMarked;
