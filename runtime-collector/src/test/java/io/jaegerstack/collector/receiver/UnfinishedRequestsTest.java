package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.ApiV2Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that never become whole. Together they hold no more than the process's room for them,
/// and they end by themselves; a caller who sends at once is served beside them.
@Timeout(120)
class UnfinishedRequestsTest {
  private static final String POST_SPANS = "jaeger.api_v2.CollectorService/PostSpans";
  private static final int ROOM = 1 << 20;
  private static final int MESSAGE = 4 << 20;

  private final FaultyWriter writer = FaultyWriter.healthy();
  private final List<Http2Connection> strangers = new ArrayList<>();
  private RunningCollector collector;
  private ManagedChannel channel;

  @AfterEach
  void nothingIsHeldOnceTheStrangersAreGone() {
    strangers.forEach(Http2Connection::close);
    Eventually.await("no bytes held", () -> figure("jaegerstack_grpc_unfinished_bytes") == 0);
    goodSpansPass(99);
    channel.shutdownNow();
    collector.close();
    assertThat(writer.stored()).allMatch(span -> span.spanId().value() >= 50);
  }

  @Test
  void doNotHoldMoreThanTheProcessHasRoomFor() throws IOException {
    start(limits -> limits.withRoom(ROOM, ROOM));
    for (int i = 0; i < 200; i++) {
      stranger().halfCall(1, POST_SPANS, MESSAGE, 100_000);
      assertThat(figure("jaegerstack_grpc_unfinished_bytes")).isLessThanOrEqualTo(ROOM);
    }
    Eventually.await("refusals", () -> refused("too-many-bytes") >= 180);
    assertThat(strangers.getFirst().awaitEnd(1)).as("the oldest gave way").isTrue();
    for (int id = 50; id < 80; id++) {
      goodSpansPass(id);
    }
  }

  @Test
  void ofOneConnectionLeaveRoomForAllOthersOnWhicheverLoop() throws IOException {
    start(limits -> limits.withRoom(ROOM, ROOM / 4));
    hog();
    assertThat(figure("jaegerstack_grpc_unfinished_bytes")).isLessThanOrEqualTo(ROOM / 4);
    serveNewConnections();
  }

  @Test
  void giveWayToCallsOfOtherLoops() throws IOException {
    start(limits -> limits.withRoom(ROOM, ROOM));
    hog();
    serveNewConnections();
  }

  /// One connection, and so one loop, takes all it can get.
  private void hog() throws IOException {
    var hog = stranger();
    for (int stream = 1; stream < 2 * 100; stream += 2) {
      hog.halfCall(stream, POST_SPANS, MESSAGE, 20_000);
    }
    Eventually.await("some gave way", () -> refused("too-many-bytes") > 0);
  }

  /// Connections go to the loops in turn; each holds a half-sent request of its own beside.
  private void serveNewConnections() throws IOException {
    var others = new ArrayList<Http2Connection>();
    for (int i = 0; i < 4; i++) {
      var other = stranger();
      other.halfCall(1, POST_SPANS, 1_000, 0);
      other.call(3, POST_SPANS, message(request("shop", 60 + i).toByteArray()));
      others.add(other);
    }
    for (int i = 0; i < others.size(); i++) {
      assertThat(others.get(i).awaitEnd(3)).isTrue();
      long id = 60 + i;
      Eventually.await(
          "span " + id,
          () -> writer.stored().stream().anyMatch(span -> span.spanId().value() == id));
    }
  }

  @Test
  void endWithTheirConnectionWhereItStopsWithinAFrame() throws IOException {
    start(limits -> limits.withSilence(Duration.ofMillis(200)));
    var stranger = stranger();
    stranger.raw(new byte[] {0, 0x40, 0, 0, 0, 0, 0, 0, 1, 42});
    assertThat(stranger.awaitClosed()).isTrue();
  }

  @Test
  void countOneByteFramesForWhatTheyKeepAlive() throws IOException {
    start(limits -> limits.withRoom(ROOM, ROOM));
    var stranger = stranger();
    stranger.halfCall(1, POST_SPANS, MESSAGE, 0);
    for (int i = 0; i < 100; i++) {
      stranger.frame(0, 0, 1, new byte[1]);
    }
    assertThat(stranger.awaitEnd(1)).isTrue();
    assertThat(refused("too-many-bytes")).isEqualTo(1);
  }

  @Test
  void areNotUnpackedBeforeTheirEnd() throws IOException {
    start(limits -> limits.withRoom(ROOM, ROOM));
    byte[] packed = packed(MESSAGE);
    for (int i = 0; i < 5; i++) {
      var stranger = stranger();
      stranger.headers(1, POST_SPANS, "grpc-encoding", "gzip");
      stranger.frame(0, 0, 1, packed);
      // One after the other: the first is the oldest then, for which nobody gives way.
      int came = i + 1;
      Eventually.await(
          "%d of 5 came".formatted(came),
          () -> figure("jaegerstack_grpc_unfinished_bytes") > packed.length * came);
    }
    assertThat(refused("too-many-bytes")).isZero();
    strangers.getFirst().frame(0, 1, 1, new byte[0]);
    Eventually.await("the one that ended is too large", () -> refused("too-many-bytes") == 1);
  }

  @Test
  void endWhenTheyTakeTooLongWhateverTheySend() throws IOException {
    start(limits -> limits.withArrivalTime(Duration.ofMillis(200)));
    var nothing = stranger();
    nothing.headers(1, POST_SPANS);
    var half = stranger();
    half.halfCall(1, POST_SPANS, 1_000, 500);
    var noEnd = stranger();
    noEnd.halfCall(1, POST_SPANS, 100, 100);
    for (Http2Connection stranger : strangers) {
      assertThat(stranger.awaitEnd(1)).isTrue();
    }
    assertThat(refused("slow-request")).isEqualTo(3);
  }

  @Test
  void areHeldByNoMoreConnectionsThanThePortTakes() throws IOException {
    start(limits -> limits.withConnections(3));
    goodSpansPass(50);
    for (int i = 0; i < 5; i++) {
      stranger();
    }
    assertThat(strangers.getLast().awaitEnd(1)).as("closed at once").isTrue();
    Eventually.await("refusals", () -> refused("too-many-connections") == 3);
    goodSpansPass(51);
  }

  private void start(UnaryOperator<IntakeLimits> limits) throws IOException {
    collector = RunningCollector.start(RunningCollector.settings(), writer, limits);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().grpcPort())
            .usePlaintext()
            .build();
  }

  private Http2Connection stranger() throws IOException {
    var connection = Http2Connection.open(collector.receivers().grpcPort());
    strangers.add(connection);
    return connection;
  }

  private void goodSpansPass(int id) {
    CollectorServiceGrpc.newBlockingStub(channel).postSpans(request("shop", id));
    Eventually.await(
        "the good span",
        () -> writer.stored().stream().anyMatch(span -> span.spanId().value() == id));
  }

  private double refused(String reason) {
    return figure(
        "jaegerstack_grpc_refused_total{reason=\"%s\",server=\"collector\"}".formatted(reason));
  }

  private double figure(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(name) + " (.*)$").matcher(collector.scrape());
    assertThat(line.find()).as(name).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static byte[] message(byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] packed(int bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[bytes]);
    }
    return ByteBuffer.allocate(5 + out.size())
        .put((byte) 1)
        .putInt(out.size())
        .put(out.toByteArray())
        .array();
  }
}
