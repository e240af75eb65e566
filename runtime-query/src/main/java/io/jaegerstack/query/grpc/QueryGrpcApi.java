package io.jaegerstack.query.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.query.service.TraceStream;
import io.jaegerstack.storage.NoRoomException;
import io.jaegerstack.storage.TraceQuery;
import io.jaegertracing.api_v2.Model.DependencyLink;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The calls of `jaeger.api_v2.QueryService`. Where there is no archive, archiving is
/// UNIMPLEMENTED.
final class QueryGrpcApi extends QueryServiceGrpc.QueryServiceImplBase {
  private final QueryService service;
  private final InstantSource clock;
  private final CallsInWork calls;

  QueryGrpcApi(QueryService service, InstantSource clock, CallsInWork calls) {
    this.service = service;
    this.clock = clock;
    this.calls = calls;
  }

  @Override
  public void getTrace(
      Query.GetTraceRequest request, StreamObserver<Query.SpansResponseChunk> observer) {
    calls.stream(
        "GetTrace",
        observer,
        chunks -> {
          TraceId id = Requests.traceId(request.getTraceId());
          UnaryOperator<Trace> adjustment = adjustment(request.getRawTraces());
          try (TraceStream traces = service.traces(List.of(id))) {
            Trace trace =
                traces
                    .next()
                    .orElseThrow(
                        () ->
                            Status.NOT_FOUND
                                .withDescription("trace not found: " + id)
                                .asRuntimeException());
            send(traces, adjustment.apply(trace), chunks);
          }
        });
  }

  @Override
  public void findTraces(
      Query.FindTracesRequest request, StreamObserver<Query.SpansResponseChunk> observer) {
    calls.stream(
        "FindTraces",
        observer,
        chunks -> {
          TraceQuery query = Requests.query(request, clock);
          UnaryOperator<Trace> adjustment = adjustment(request.getQuery().getRawTraces());
          try (TraceStream traces = service.find(query)) {
            sendAll(traces, adjustment, chunks);
          }
        });
  }

  /// A trace that is too large does not keep back the others, but the call ends in its error.
  private static void sendAll(
      TraceStream traces, UnaryOperator<Trace> adjustment, SpanChunks chunks)
      throws InterruptedException {
    NoRoomException refused = null;
    for (boolean isOver = false; !isOver; ) {
      try {
        isOver = !sendNext(traces, adjustment, chunks);
      } catch (NoRoomException full) {
        refused = full;
        isOver = !full.isTooLarge();
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  /// A method of its own, so that nothing holds the trace while the next one is made.
  private static boolean sendNext(
      TraceStream traces, UnaryOperator<Trace> adjustment, SpanChunks chunks)
      throws InterruptedException {
    Optional<Trace> trace = traces.next();
    if (trace.isPresent()) {
      send(traces, adjustment.apply(trace.get()), chunks);
    }
    return trace.isPresent();
  }

  private static void send(TraceStream traces, Trace trace, SpanChunks chunks)
      throws InterruptedException {
    try {
      chunks.send(trace);
    } catch (InterruptedException interrupted) {
      if (!traces.isCutOff()) {
        throw interrupted;
      }
      throw Status.ABORTED
          .withDescription("the caller read too slowly while others waited for the memory")
          .asRuntimeException();
    }
  }

  @Override
  public void archiveTrace(
      Query.ArchiveTraceRequest request, StreamObserver<Query.ArchiveTraceResponse> observer) {
    calls.single("ArchiveTrace", observer, () -> archive(request));
  }

  private Query.ArchiveTraceResponse archive(Query.ArchiveTraceRequest request) {
    if (!service.hasArchive()) {
      throw Status.UNIMPLEMENTED
          .withDescription("ArchiveTrace: archive span storage was not configured")
          .asRuntimeException();
    }
    TraceId id = Requests.traceId(request.getTraceId());
    if (!service.archive(id)) {
      throw Status.NOT_FOUND.withDescription("trace not found: " + id).asRuntimeException();
    }
    return Query.ArchiveTraceResponse.getDefaultInstance();
  }

  private UnaryOperator<Trace> adjustment(boolean raw) {
    return raw ? UnaryOperator.identity() : service::adjust;
  }

  @Override
  public void getServices(
      Query.GetServicesRequest request, StreamObserver<Query.GetServicesResponse> observer) {
    calls.single(
        "GetServices",
        observer,
        () -> Query.GetServicesResponse.newBuilder().addAllServices(service.services()).build());
  }

  @Override
  public void getOperations(
      Query.GetOperationsRequest request, StreamObserver<Query.GetOperationsResponse> observer) {
    calls.single("GetOperations", observer, () -> operations(request));
  }

  private Query.GetOperationsResponse operations(Query.GetOperationsRequest request) {
    if (request.getService().isEmpty()) {
      throw Requests.invalid("service is empty, expected a service name");
    }
    var operations = service.operations(request.getService(), request.getSpanKind());
    var answer = Query.GetOperationsResponse.newBuilder();
    operations.stream()
        .map(operation -> operation.name())
        .distinct()
        .forEach(answer::addOperationNames);
    operations.forEach(
        operation ->
            answer.addOperations(
                Query.Operation.newBuilder()
                    .setName(operation.name())
                    .setSpanKind(operation.spanKind())));
    return answer.build();
  }

  @Override
  public void getDependencies(
      Query.GetDependenciesRequest request,
      StreamObserver<Query.GetDependenciesResponse> observer) {
    calls.single("GetDependencies", observer, () -> dependencies(request));
  }

  private Query.GetDependenciesResponse dependencies(Query.GetDependenciesRequest request) {
    if (!request.hasStartTime() || !request.hasEndTime()) {
      throw Requests.invalid("StartTime and EndTime must be initialized.");
    }
    Instant start = Requests.time("start_time", true, request.getStartTime()).orElseThrow();
    Instant end = Requests.time("end_time", true, request.getEndTime()).orElseThrow();
    if (start.isAfter(end)) {
      throw Requests.invalid("start_time %s is after end_time %s", start, end);
    }
    List<DependencyLink> links =
        service.dependencies(end, Duration.between(start, end)).stream()
            .map(
                link ->
                    DependencyLink.newBuilder()
                        .setParent(link.parent())
                        .setChild(link.child())
                        .setCallCount(link.callCount())
                        .build())
            .toList();
    return Query.GetDependenciesResponse.newBuilder().addAllDependencies(links).build();
  }
}
