package io.jaegerstack.query.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.QueryServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bytes that are no requests, from a client that sends what it likes.
class MalformedRequestsTest {
  private static final int MANY = 200;

  private RunningQuery query;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    query = new RunningQuery(new FakeStorage());
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
  void areToldTheMessageTheFieldAndTheReason() {
    // Field 1 (query) of 3 bytes: field 1 (service_name) of 5 bytes, of which 1 is there.
    assertRefused("FindTraces", "0a030a0578", "FindTracesRequest: field query.service_name");
    // Field 1 (query): service_name is no UTF-8.
    assertRefused("FindTraces", "0a040a02fffe", "FindTracesRequest: field query.service_name");
    assertRefused("GetOperations", "0a", "GetOperationsRequest: field service");
    assertRefused("GetTrace", "0aff", "GetTraceRequest: field trace_id");
    assertRefused("GetServices", "00", "GetServicesRequest cannot be read:");
    assertRefused("GetDependencies", "ffffffffffffffffffffff", "GetDependenciesRequest cannot be");
  }

  @Test
  void areCounted() {
    assertRefused("FindTraces", "0a030a0578", "FindTracesRequest");

    assertThat(
            query
                .registry()
                .get("jaegerstack.query.grpc.calls")
                .tags("method", "FindTraces", "code", "INVALID_ARGUMENT")
                .counter()
                .count())
        .isOne();
  }

  @Test
  void areNothingThatGrpcWritesIntoTheLog() {
    var records = new ConcurrentLinkedQueue<LogRecord>();
    Logger grpc = Logger.getLogger("io.grpc");
    var recording = new Recording(records);
    grpc.addHandler(recording);
    try {
      for (int i = 0; i < 20; i++) {
        assertRefused("FindTraces", "0a030a0578", "FindTracesRequest");
      }
    } finally {
      grpc.removeHandler(recording);
    }
    assertThat(records).extracting(LogRecord::getMessage).isEmpty();
  }

  @Test
  void neverMakeTheServerFailWhateverTheyAre() {
    var random = new Random(7);
    for (int i = 0; i < MANY; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      assertThat(code("FindTraces", bytes)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
    assertThat(
            QueryServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getServices(Query.GetServicesRequest.getDefaultInstance())
                .getServicesCount())
        .isZero();
  }

  private void assertRefused(String method, String hex, String why) {
    assertThatThrownBy(() -> call(method, HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode())
                    .as(refused.getMessage())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining(why);
  }

  private Status.Code code(String method, byte[] request) {
    try {
      call(method, request);
      return Status.Code.OK;
    } catch (StatusRuntimeException refused) {
      return refused.getStatus().getCode();
    }
  }

  private void call(String method, byte[] request) {
    var descriptor =
        MethodDescriptor.newBuilder(new Bytes(), new Bytes())
            .setType(MethodType.SERVER_STREAMING)
            .setFullMethodName(QueryServiceGrpc.SERVICE_NAME + "/" + method)
            .build();
    var options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
    ClientCalls.blockingServerStreamingCall(channel, descriptor, options, request)
        .forEachRemaining(answer -> {});
  }

  private static final class Recording extends Handler {
    private final Queue<LogRecord> records;

    Recording(Queue<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord each) {
      if (each.getLevel().intValue() >= Level.INFO.intValue()) {
        records.add(each);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
