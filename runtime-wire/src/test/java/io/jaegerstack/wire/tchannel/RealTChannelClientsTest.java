package io.jaegerstack.wire.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.wire.thrift.MetaStructs;
import io.jaegerstack.wire.thrift.Submission;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealTChannelClientsTest {
  private static final TraceId TRACE = new TraceId(1, 7);
  private static final long START = 1_700_000_000_000_000L;

  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @Test
  void introduceThemselvesWithAllHeaders() {
    Frame first = Conversation.frames("crc32", "client").getFirst();
    assertThat(first.type()).isEqualTo(FrameType.INIT_REQUEST);
    InitMessage init = InitMessage.read(first);
    assertThat(init.version()).isEqualTo(2);
    assertThat(init.headers())
        .containsEntry("host_port", "0.0.0.0:0")
        .containsEntry("tchannel_language", "go")
        .containsEntry("tchannel_version", "1.16.0")
        .containsKey("process_name");
  }

  @ParameterizedTest
  @CsvSource({"crc32, CRC32, 1, 3", "crc32c, CRC32C, 1, 1", "fragments, CRC32, 1, 250"})
  void submitBatchesWhole(String name, Checksum.Kind checksum, int batches, int spans) {
    CallRequest call = Conversation.calls(name).getFirst();
    assertThat(call.service()).isEqualTo("jaeger-collector");
    assertThat(call.headers()).containsEntry("as", "thrift").containsEntry("cn", "jaeger-agent");
    assertThat(call.ttlMillis()).isBetween(50_000L, 60_000L);
    assertThat(call.arguments().checksumKind()).isEqualTo(checksum);
    assertThat(call.arguments().method()).isEqualTo("Collector::submitBatches");
    ThriftHeaders.check(call.arguments().headers());
    Submission read = read(call);
    assertThat(read.parts()).isEqualTo(batches);
    String service = name.equals("fragments") ? "bulk" : "shop";
    assertThat(read.spans().toSpans()).containsExactlyElementsOf(spans(service, spans));
  }

  @Test
  void largeCallsComeInFragments() {
    assertThat(Conversation.frames("fragments", "client"))
        .extracting(Frame::type)
        .containsExactly(
            FrameType.INIT_REQUEST, FrameType.CALL_REQUEST, FrameType.CALL_REQUEST_CONTINUE);
  }

  @Test
  void batchesOfOneCallKeepTheirProcesses() {
    Submission read = read(Conversation.calls("crc32").get(1));
    assertThat(read.parts()).isEqualTo(2);
    assertThat(read.spans().toSpans())
        .extracting(span -> span.process().serviceName())
        .containsExactly("shop", "stock", "stock");
  }

  @Test
  void askForHealth() {
    CallRequest call = Conversation.calls("crc32").get(3);
    assertThat(call.arguments().method()).isEqualTo("Meta::health");
    Argument body = call.arguments().body();
    assertThat(MetaStructs.asksForTraffic(body.bytes(), body.offset())).isTrue();
  }

  @Test
  void serversAnswerWithAnElementForEachBatch() {
    List<Frame> frames = Conversation.frames("crc32", "server");
    assertThat(InitMessage.read(frames.getFirst()).headers()).containsKey("host_port");
    assertThat(taken(frames.get(1))).isEqualTo(1);
    assertThat(taken(frames.get(2))).isEqualTo(2);
  }

  @Test
  void ourAnswersAreTheServersToTheByte() {
    List<CallRequest> calls = Conversation.calls("crc32");
    List<Frame> answers = Conversation.frames("crc32", "server");
    for (int i = 0; i < 3; i++) {
      Frame theirs = answers.get(i + 1);
      byte[] struct = SubmitAnswers.taken(i == 0 ? 1 : 2);
      assertThat(ThriftCalls.response(theirs.id(), calls.get(i), struct))
          .singleElement()
          .extracting(Frame::bytes)
          .isEqualTo(theirs.bytes());
    }
  }

  @Test
  void busyServersSaySo() {
    Frame frame = Conversation.frames("busy", "server").get(1);
    assertThat(frame.type()).isEqualTo(FrameType.ERROR);
    ErrorMessage error = ErrorMessage.read(frame);
    assertThat(error.code()).isEqualTo(ErrorCode.BUSY);
    assertThat(error.message()).isEqualTo("server busy");
    assertThat(error.toFrame(frame.id()).bytes()).isEqualTo(frame.bytes());
  }

  private static int taken(Frame frame) {
    Argument body = CallResponse.read(frame, 1 << 20).arguments().body();
    return SubmitAnswers.readTaken(body.bytes(), body.offset());
  }

  private Submission read(CallRequest call) {
    Argument body = call.arguments().body();
    return reader.readSubmitBatches(body.bytes(), body.offset());
  }

  /// What `sample.go` of the capturing program sends.
  private static List<Span> spans(String service, int count) {
    var process = new Process(service, List.of(Tag.of("hostname", "GET")));
    return IntStream.rangeClosed(1, count).mapToObj(i -> span(i, process)).toList();
  }

  private static Span span(int i, Process process) {
    Reference other = Reference.followsFrom(new TraceId(0, 9), new SpanId(5));
    return new Span(
        TRACE,
        new SpanId(i),
        "operation-" + i,
        i == 1 ? List.of(other) : List.of(Reference.childOf(TRACE, new SpanId(i - 1)), other),
        1,
        (START + i) * 1000,
        i * 10_000L,
        List.of(
            Tag.of("http.method", "GET"),
            Tag.of("http.status_code", 200L),
            Tag.of("cached", true),
            Tag.of("share", 0.25),
            Tag.of("raw", new byte[] {1, 2, -1})),
        List.of(new Log((START + i) * 1000, List.of(Tag.of("event", "GET")))),
        process,
        List.of());
  }
}
