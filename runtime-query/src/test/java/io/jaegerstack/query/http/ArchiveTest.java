package io.jaegerstack.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import io.jaegerstack.storage.StorageException;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Archiving a trace, and finding it when it is gone from among the others.
class ArchiveTest {
  private static final TraceId TRACE = new TraceId(0, 0x123456);

  private FakeStorage storage;
  private RunningQuery query;

  @BeforeEach
  void start() throws IOException {
    storage = new FakeStorage().withArchive().with(new Trace(TRACE, List.of(span())));
    query = new RunningQuery(storage);
  }

  @AfterEach
  void stop() {
    query.close();
  }

  private static Span span() {
    return new Span(
        TRACE,
        new SpanId(1),
        "order",
        List.of(),
        1,
        1_700_000_000_000_000_000L,
        1_000,
        List.of(Tag.of("key", "value")),
        List.of(),
        new Process("shop", List.of()),
        List.of());
  }

  @Test
  void keepsATraceThatIsGoneFromTheStorage() throws Exception {
    var archived = query.post("/api/archive/123456", "");
    String before = query.get("/api/traces/123456").body();
    storage.forget(TRACE);

    assertThat(archived.statusCode()).isEqualTo(200);
    assertThat(archived.body())
        .isEqualTo("{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}");
    assertThat(before).contains("\"operationName\":\"order\"");
    assertThat(query.get("/api/traces/123456").body()).isEqualTo(before);
  }

  @Test
  void isNotSearched() throws Exception {
    query.post("/api/archive/123456", "");
    storage.forget(TRACE);
    assertThat(query.get("/api/traces?service=shop").body()).contains("\"data\":[]");
  }

  @Test
  void cannotKeepWhatIsNotThere() throws Exception {
    assertThat(query.post("/api/archive/abc", "").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsThatATraceWasNotKept() throws Exception {
    query.get("/api/traces/123456");
    storage.failWith(StorageException.Kind.UNAVAILABLE);
    assertThat(query.post("/api/archive/123456", "").statusCode()).isEqualTo(503);
  }

  @Test
  void keepsATraceForGrpcToo() throws Exception {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", query.query().grpcPort())
            .usePlaintext()
            .build();
    try {
      var client = QueryServiceGrpc.newBlockingStub(channel);
      client.archiveTrace(byId(TRACE));
      storage.forget(TRACE);
      assertThat(query.get("/api/traces/123456").statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> client.archiveTrace(byId(new TraceId(0, 7))))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("NOT_FOUND");
    } finally {
      channel.shutdownNow();
    }
  }

  private static Query.ArchiveTraceRequest byId(TraceId id) {
    var bytes = ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).flip();
    return Query.ArchiveTraceRequest.newBuilder().setTraceId(ByteString.copyFrom(bytes)).build();
  }
}
