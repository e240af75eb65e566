package io.jaegerstack.agent;

import io.jaegerstack.agent.processor.ClientLosses;
import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.reporter.CollectorStatus;
import io.jaegerstack.agent.reporter.FrameReporter;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.agent.sampling.SamplingHttp;
import io.jaegerstack.agent.sampling.StrategyProxy;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.server.LedgerMetrics;
import io.jaegerstack.server.Metrics;
import java.util.List;
import java.util.function.LongSupplier;

/// The agent's metrics, under the names of Jaeger's agent; `jaegerstack_…` where Jaeger has none.
final class AgentMetrics {
  private static final String UDP = "jaeger_agent_thrift_udp_server_";
  private static final String PROCESSOR = "jaeger_agent_thrift_udp_t_processor_";
  private static final String REPORTER = "jaeger_agent_reporter_";
  private static final String CLIENTS = "jaeger_agent_client_stats_";

  static void entrance(Metrics metrics, String protocol, String model, Entrance entrance) {
    String[] labels = {"protocol", protocol, "model", model};
    Hop hop = entrance.hop();
    metrics.counter(UDP + "packets_processed", () -> hop.received() - lostAtSocket(hop), labels);
    metrics.counter(UDP + "packets_dropped", () -> lostAtSocket(hop), labels);
    metrics.counter(UDP + "read_errors", entrance.server()::readErrors, labels);
    metrics.counter(UDP + "kernel_drops", entrance.server()::kernelDrops, labels);
    metrics.gauge(UDP + "queue_size", entrance.queue()::size, labels);
    metrics.gauge(UDP + "queue_bytes", entrance.queue()::bytes, labels);
    metrics.gauge(UDP + "packet_size", entrance.server()::lastPacketBytes, labels);
    metrics.counter(PROCESSOR + "handler_errors", () -> refused(hop), labels);
    entrance.processor().closeTime(metrics.latency(PROCESSOR + "close_time", labels));
    LedgerMetrics.bind(metrics, hop);
  }

  private static long lostAtSocket(Hop hop) {
    return hop.dropped(DropReason.QUEUE_FULL) + hop.dropped(DropReason.TOO_LARGE);
  }

  private static long refused(Hop hop) {
    return hop.dropped(DropReason.MALFORMED)
        + hop.dropped(DropReason.UNKNOWN_METHOD)
        + hop.dropped(DropReason.INTERNAL_ERROR);
  }

  /// @param formats those that this agent takes
  static void reporter(
      Metrics metrics,
      FrameReporter reporter,
      Hop hop,
      CollectorStatus collectors,
      List<BatchFormat> formats) {
    String[] protocol = {"protocol", collectors.protocol()};
    formats.forEach(format -> batches(metrics, reporter.counts(), format, collectors.protocol()));
    metrics.gauge(REPORTER + "queue_bytes", reporter::queueBytes, protocol);
    metrics.counter(
        "jaeger_agent_connection_status_collector_reconnects", collectors::reconnects, protocol);
    metrics.gauge(
        "jaeger_agent_connection_status_collector_connected",
        () -> collectors.isConnected() ? 1 : 0,
        protocol);
    LedgerMetrics.bind(metrics, hop);
  }

  static void batches(Metrics metrics, ReporterCounts all, BatchFormat format, String protocol) {
    ReporterCounts.OfFormat counts = all.of(format);
    String[] labels = {"format", format.label(), "protocol", protocol};
    metrics.counter(REPORTER + "batches_submitted", counts::batchesSubmitted, labels);
    metrics.counter(REPORTER + "batches_failures", counts::batchesFailed, labels);
    metrics.counter(REPORTER + "spans_submitted", counts::spansSubmitted, labels);
    metrics.counter(REPORTER + "spans_failures", counts::spansFailed, labels);
    metrics.gauge(REPORTER + "batch_size", counts::lastRequestSpans, labels);
  }

  static void clients(Metrics metrics, ClientLosses clients) {
    metrics.counter(CLIENTS + "batches_received", clients::batchesReceived);
    metrics.counter(CLIENTS + "batches_sent", clients::batchesSent);
    metrics.counter("jaegerstack_agent_client_batches_before", clients::batchesBefore);
    metrics.gauge(CLIENTS + "connected_clients", clients::connectedClients);
    lost(metrics, clients, LostBefore.CLIENT_QUEUE_FULL, "full-queue");
    lost(metrics, clients, LostBefore.CLIENT_TOO_LARGE, "too-large");
    lost(metrics, clients, LostBefore.CLIENT_SEND_FAILURE, "send-failure");
  }

  private static void lost(Metrics metrics, ClientLosses clients, LostBefore kind, String cause) {
    metrics.counter(CLIENTS + "spans_dropped", () -> clients.spansDropped(kind), "cause", cause);
  }

  static void sampling(Metrics metrics, SamplingHttp http, StrategyProxy strategies) {
    calls(metrics, "sampling", http::samplingCalls);
    calls(metrics, "sampling-legacy", http::legacyCalls);
    calls(metrics, "baggage", http::baggageCalls);
    // The dashboards' alert divides by a name that Jaeger never emitted; with it, the alert works.
    metrics.counter(
        "jaeger_agent_http_server",
        () -> http.samplingCalls() + http.legacyCalls() + http.baggageCalls() + http.badCalls());
    String errors = "jaeger_agent_http_server_errors";
    metrics.counter(errors, http::badCalls, "status", "4xx", "source", "all");
    metrics.counter(errors, strategies::failed, "status", "5xx", "source", "collector-proxy");
    String proxy = "jaeger_agent_collector_proxy";
    metrics.counter(proxy, strategies::answered, "result", "ok", "endpoint", "sampling");
    metrics.counter(proxy, strategies::failed, "result", "err", "endpoint", "sampling");
    String answers = "jaegerstack_agent_sampling_answers";
    metrics.counter(answers, strategies::answered, "from", "collector");
    metrics.counter(answers, strategies::remembered, "from", "last-known");
    metrics.counter(answers, strategies::byDefault, "from", "default");
    metrics.gauge("jaegerstack_agent_sampling_known_services", strategies::known);
  }

  private static void calls(Metrics metrics, String type, LongSupplier count) {
    metrics.counter("jaeger_agent_http_server_requests", count, "type", type);
  }

  private AgentMetrics() {}
}
