package io.jaegerstack.query.grpc;

import static io.jaegerstack.query.Spans.TRACE;
import static io.jaegerstack.query.Spans.at;
import static io.jaegerstack.query.Spans.child;
import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.TraceQuery;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With a real client over a real port.
class QueryGrpcServerTest {
  private final FakeStorage storage = new FakeStorage();
  private RunningQuery query;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    query = new RunningQuery(storage);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", query.query().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    query.close();
  }

  @Test
  void sendsEveryFieldOfASpan() {
    Span span =
        child(
                7,
                3,
                Tag.of("s", "text"),
                Tag.of("b", true),
                Tag.of("i", -42),
                Tag.of("f", 0.5),
                Tag.of("x", new byte[] {1, 2}))
            .withStartNanos(1_500_000_000_123_456_789L)
            .withLogs(List.of(new Log(-1, List.of(Tag.of("event", "e")))))
            .withWarning("clock");
    storage.with(
        trace(
            span.withReferences(
                List.of(
                    span.references().getFirst(),
                    Reference.followsFrom(new TraceId(1, 2), new SpanId(9))))));

    Model.Span sent = spans(client().getTrace(byId(TRACE))).getFirst();

    assertThat(sent)
        .isEqualTo(
            Model.Span.newBuilder()
                .setTraceId(hex("0000000000000000000000000000002a"))
                .setSpanId(hex("0000000000000007"))
                .setOperationName("operation")
                .addReferences(
                    Model.SpanRef.newBuilder()
                        .setTraceId(hex("0000000000000000000000000000002a"))
                        .setSpanId(hex("0000000000000003")))
                .addReferences(
                    Model.SpanRef.newBuilder()
                        .setTraceId(hex("00000000000000010000000000000002"))
                        .setSpanId(hex("0000000000000009"))
                        .setRefType(Model.SpanRefType.FOLLOWS_FROM))
                .setFlags(1)
                .setStartTime(
                    Timestamp.newBuilder().setSeconds(1_500_000_000).setNanos(123_456_789))
                .setDuration(Duration.newBuilder().setNanos(100_000_000))
                .addTags(key("s", Model.ValueType.STRING).setVStr("text"))
                .addTags(key("b", Model.ValueType.BOOL).setVBool(true))
                .addTags(key("i", Model.ValueType.INT64).setVInt64(-42))
                .addTags(key("f", Model.ValueType.FLOAT64).setVFloat64(0.5))
                .addTags(key("x", Model.ValueType.BINARY).setVBinary(hex("0102")))
                .addLogs(
                    Model.Log.newBuilder()
                        .setTimestamp(Timestamp.newBuilder().setSeconds(-1).setNanos(999_999_999))
                        .addFields(key("event", Model.ValueType.STRING).setVStr("e")))
                .setProcess(Model.Process.newBuilder().setServiceName("service"))
                .addWarnings("clock")
                .addWarnings(
                    "invalid parent span IDs=0000000000000003; skipping clock skew adjustment")
                .build());
  }

  @Test
  void sendsTracesAsStoredWhereRawOnesAreAskedFor() {
    storage.with(trace(at("a", 1, 99, 0, 1)));

    assertThat(spans(client().getTrace(byId(TRACE))).getFirst().getWarningsList()).hasSize(1);
    var raw = byId(TRACE).toBuilder().setRawTraces(true).build();
    assertThat(spans(client().getTrace(raw)).getFirst().getWarningsList()).isEmpty();
  }

  @Test
  void sendsLargeTraceInSmallMessages() {
    var stored = new ArrayList<Span>();
    for (int i = 1; i <= 10_000; i++) {
      stored.add(child(i, i - 1, Tag.of("text", "x".repeat(200))));
    }
    storage.with(new Trace(TRACE, stored));

    List<Query.SpansResponseChunk> chunks = all(client().getTrace(byId(TRACE)));

    assertThat(chunks.stream().mapToInt(Query.SpansResponseChunk::getSpansCount).sum())
        .isEqualTo(10_000);
    assertThat(chunks).allMatch(chunk -> chunk.getSerializedSize() < 1024 * 1024);
  }

  @Test
  void findsTracesByEveryParameter() {
    storage.with(trace(span(1))).with(new Trace(new TraceId(0, 43), List.of(span(2))));
    var asked =
        Query.TraceQueryParameters.newBuilder()
            .setServiceName("shop")
            .setOperationName("GET")
            .putTags("error", "true")
            .setStartTimeMin(Timestamp.newBuilder().setSeconds(1))
            .setStartTimeMax(Timestamp.newBuilder().setSeconds(2).setNanos(5))
            .setDurationMin(Duration.newBuilder().setNanos(7))
            .setDurationMax(Duration.newBuilder().setSeconds(3))
            .setSearchDepth(9)
            .build();

    List<Query.SpansResponseChunk> chunks = all(client().findTraces(find(asked)));

    assertThat(chunks).hasSize(2);
    assertThat(storage.lastQuery())
        .isEqualTo(
            new TraceQuery(
                "shop",
                "GET",
                Map.of("error", "true"),
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(2, 5),
                java.time.Duration.ofNanos(7),
                java.time.Duration.ofSeconds(3),
                9));
  }

  @Test
  void answersServicesOperationsAndDependencies() {
    storage
        .with(trace(at("a", 1, 0, 0, 1)))
        .with(new Operation("get", "client"))
        .with(new Operation("get", "server"))
        .with(new DependencyLink("killer", "queen", 12));

    assertThat(
            client().getServices(Query.GetServicesRequest.getDefaultInstance()).getServicesList())
        .containsExactly("service-a");
    var operations =
        client()
            .getOperations(Query.GetOperationsRequest.newBuilder().setService("service-a").build());
    assertThat(operations.getOperationNamesList()).containsExactly("get");
    assertThat(operations.getOperationsList())
        .extracting(Query.Operation::getSpanKind)
        .containsExactly("client", "server");
    var dependencies =
        client()
            .getDependencies(
                Query.GetDependenciesRequest.newBuilder()
                    .setStartTime(Timestamp.newBuilder().setSeconds(10))
                    .setEndTime(Timestamp.newBuilder().setSeconds(70))
                    .build());
    assertThat(dependencies.getDependenciesList())
        .extracting(Model.DependencyLink::getCallCount)
        .containsExactly(12L);
    assertThat(storage.dependenciesEnd()).isEqualTo(Instant.ofEpochSecond(70));
    assertThat(storage.dependenciesLookback()).isEqualTo(java.time.Duration.ofMinutes(1));
  }

  @Test
  void refusesWhatIsNotAsExpectedWithItsName() {
    assertRefused("trace_id has 0 bytes, expected 16", () -> all(client().getTrace(byId(hex("")))));
    assertRefused(
        "uninitialized TraceID is not allowed",
        () -> all(client().getTrace(byId(new TraceId(0, 0)))));
    assertRefused(
        "missing query",
        () -> all(client().findTraces(Query.FindTracesRequest.getDefaultInstance())));
    assertRefused(
        "service is empty, expected a service name",
        () -> all(client().findTraces(find(Query.TraceQueryParameters.getDefaultInstance()))));
    assertRefused(
        "search_depth is -1, expected 0 to 1500 traces",
        () -> all(client().findTraces(find(shop().setSearchDepth(-1).build()))));
    assertRefused(
        "start_time_min is 9223372036854775807 s",
        () ->
            all(
                client()
                    .findTraces(
                        find(
                            shop()
                                .setStartTimeMin(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                                .build()))));
    assertRefused(
        "duration_min is -1 s",
        () ->
            all(
                client()
                    .findTraces(
                        find(
                            shop().setDurationMin(Duration.newBuilder().setSeconds(-1)).build()))));
    assertRefused(
        "StartTime and EndTime must be initialized",
        () -> client().getDependencies(Query.GetDependenciesRequest.getDefaultInstance()));
  }

  @Test
  void tellsWhatIsNotThere() {
    assertStatus(
        Status.Code.NOT_FOUND, "trace not found", () -> all(client().getTrace(byId(TRACE))));
    assertStatus(
        Status.Code.UNIMPLEMENTED,
        "ArchiveTrace",
        () -> client().archiveTrace(Query.ArchiveTraceRequest.getDefaultInstance()));
  }

  @Test
  void tellsFailuresOfTheStorageByTheirKind() {
    storage.failWith(StorageException.Kind.UNAVAILABLE);
    assertStatus(
        Status.Code.UNAVAILABLE, "whatsamattayou", () -> all(client().getTrace(byId(TRACE))));
    storage.failWith(StorageException.Kind.OVERLOADED);
    assertStatus(
        Status.Code.RESOURCE_EXHAUSTED,
        "whatsamattayou",
        () -> client().getServices(Query.GetServicesRequest.getDefaultInstance()));
    assertThat(
            query
                .registry()
                .get("jaegerstack.query.grpc.calls")
                .tags("method", "GetServices", "code", "RESOURCE_EXHAUSTED")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void answersHealthChecks() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private QueryServiceGrpc.QueryServiceBlockingStub client() {
    return QueryServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private static Query.TraceQueryParameters.Builder shop() {
    return Query.TraceQueryParameters.newBuilder().setServiceName("shop");
  }

  private static Query.FindTracesRequest find(Query.TraceQueryParameters query) {
    return Query.FindTracesRequest.newBuilder().setQuery(query).build();
  }

  private static Query.GetTraceRequest byId(TraceId id) {
    return byId(ModelToProto.bytes(id));
  }

  private static Query.GetTraceRequest byId(ByteString id) {
    return Query.GetTraceRequest.newBuilder().setTraceId(id).build();
  }

  private static Model.KeyValue.Builder key(String key, Model.ValueType type) {
    return Model.KeyValue.newBuilder().setKey(key).setVType(type);
  }

  private static ByteString hex(String digits) {
    return ByteString.fromHex(digits);
  }

  private static List<Model.Span> spans(Iterator<Query.SpansResponseChunk> chunks) {
    return all(chunks).stream().flatMap(chunk -> chunk.getSpansList().stream()).toList();
  }

  private static <T> List<T> all(Iterator<T> messages) {
    var all = new ArrayList<T>();
    messages.forEachRemaining(all::add);
    return all;
  }

  private static void assertRefused(String message, Runnable call) {
    assertStatus(Status.Code.INVALID_ARGUMENT, message, call);
  }

  private static void assertStatus(Status.Code code, String message, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failed -> assertThat(failed.getStatus().getCode()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
