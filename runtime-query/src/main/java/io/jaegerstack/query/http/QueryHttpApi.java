package io.jaegerstack.query.http;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.wire.json.JsonWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// Jaeger's v1 HTTP API, for its UI, Grafana and scripts.
public final class QueryHttpApi {
  private static final Duration DEFAULT_DEPENDENCY_LOOKBACK = Duration.ofDays(1);

  private final QueryService service;
  private final InstantSource clock;

  public QueryHttpApi(QueryService service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
  }

  public void mount(Mount mount) {
    mount.get("/api/services", call -> services());
    mount.get("/api/services/{service}/operations", this::operationNames);
    mount.get("/api/operations", this::operations);
    mount.get("/api/traces", this::traces);
    mount.get("/api/traces/{traceID}", this::trace);
    mount.get("/api/dependencies", this::dependencies);
    mount.post("/api/transform", new OtlpTransform(service)::answer);
    mount.post("/api/archive/{traceID}", this::archive);
    MetricsApi.mount(mount);
    mount.get(
        "/api/*",
        call -> {
          throw HttpFailure.notFound("no such path: " + Parameters.shortened(call.path()));
        });
  }

  private HttpAnswer services() {
    List<String> services = service.services();
    return Envelope.of(services, services.size(), JsonWriter::value);
  }

  private HttpAnswer operationNames(HttpCall call) {
    List<String> names =
        service.operations(call.parameter("service"), "").stream()
            .map(Operation::name)
            .distinct()
            .toList();
    return Envelope.of(names, names.size(), JsonWriter::value);
  }

  private HttpAnswer operations(HttpCall call) {
    var parameters = new Parameters(call);
    List<Operation> operations =
        service.operations(parameters.required("service"), parameters.text("spanKind").orElse(""));
    return Envelope.of(operations, operations.size(), QueryHttpApi::write);
  }

  private static void write(JsonWriter json, Operation operation) {
    json.beginObject().name("name").value(operation.name());
    json.name("spanKind").value(operation.spanKind()).endObject();
  }

  private HttpAnswer traces(HttpCall call) {
    var parameters = new Parameters(call);
    return switch (TraceRequest.of(parameters, clock)) {
      case TraceRequest.ByQuery(var query) ->
          TraceAnswer.of(service.find(query), adjustment(parameters));
      case TraceRequest.ByIds(var ids) ->
          TraceAnswer.of(service.traces(ids), adjustment(parameters));
    };
  }

  private HttpAnswer trace(HttpCall call) {
    TraceId id = TraceRequest.traceId("traceID", call.parameter("traceID"));
    UnaryOperator<Trace> adjustment = adjustment(new Parameters(call));
    return TraceAnswer.ofOne(service.traces(List.of(id)), adjustment);
  }

  private HttpAnswer archive(HttpCall call) {
    TraceId id = TraceRequest.traceId("traceID", call.parameter("traceID"));
    if (!service.hasArchive()) {
      // As Jaeger answers without one.
      throw new HttpFailure(500, "archive span storage was not configured");
    }
    if (!service.archive(id)) {
      throw HttpFailure.notFound("trace not found");
    }
    return Envelope.of(List.<String>of(), 0, JsonWriter::value);
  }

  private UnaryOperator<Trace> adjustment(Parameters parameters) {
    return parameters.flag("raw") ? UnaryOperator.identity() : service::adjust;
  }

  private HttpAnswer dependencies(HttpCall call) {
    var parameters = new Parameters(call);
    var end = parameters.millis("endTs").orElseGet(clock::instant);
    long lookbackMillis =
        parameters
            .whole("lookback", 0, Lookback.LONGEST.toMillis(), "milliseconds")
            .orElse(DEFAULT_DEPENDENCY_LOOKBACK.toMillis());
    String of = parameters.text("service").orElse("");
    List<DependencyLink> links =
        service.dependencies(end, Duration.ofMillis(lookbackMillis)).stream()
            .filter(link -> of.isEmpty() || link.parent().equals(of) || link.child().equals(of))
            .toList();
    return Envelope.of(links, 0, QueryHttpApi::write);
  }

  private static void write(JsonWriter json, DependencyLink link) {
    json.beginObject().name("parent").value(link.parent()).name("child").value(link.child());
    json.name("callCount").value(link.callCount()).endObject();
  }
}
