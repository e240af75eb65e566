package io.jaegerstack.wire.tchannel;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Frames as real clients sent them, and the same without checksums, so that what is changed in
/// them is read and not refused at once.
public final class TChannelSamples {
  private static final int ENOUGH = 1 << 20;

  /// A call in one frame.
  static Frame call(Checksum.Kind kind, String method, byte[] body) {
    var checksum = new Checksum(kind);
    byte[] name = method.getBytes(StandardCharsets.UTF_8);
    byte[] headers = {0, 0};
    for (byte[] each : new byte[][] {name, headers, body}) {
      checksum.update(each, 0, each.length);
    }
    var out =
        CallRequest.write(3, 1_000, Tracing.NONE, "jaeger-collector", Map.of("as", "thrift"))
            .int8(kind.code());
    if (kind.bytes() > 0) {
      out.int32(checksum.value());
    }
    for (byte[] each : new byte[][] {name, headers, body}) {
      out.int16(each.length).raw(each, 0, each.length);
    }
    return out.toFrame();
  }

  /// Whole frames.
  public static List<byte[]> frames() {
    var samples = new ArrayList<byte[]>();
    for (CallRequest call : Conversation.calls("crc32")) {
      Argument body = call.arguments().body();
      byte[] bytes = new byte[body.length()];
      System.arraycopy(body.bytes(), body.offset(), bytes, 0, body.length());
      samples.add(call(Checksum.Kind.NONE, call.arguments().method(), bytes).bytes());
    }
    samples.removeLast();
    Conversation.frames("crc32", "client").stream()
        .limit(2)
        .map(Frame::bytes)
        .forEach(samples::add);
    return samples;
  }

  /// The arguments of the call of `submitZipkinBatch`.
  public static byte[] zipkin() {
    Argument body = Conversation.calls("crc32").get(2).arguments().body();
    byte[] bytes = new byte[body.length()];
    System.arraycopy(body.bytes(), body.offset(), bytes, 0, body.length());
    return bytes;
  }

  /// Reads a frame as the collector does.
  public static SpanBatch read(byte[] input, ThriftBatchReader batches, ZipkinSpanReader zipkin) {
    var frame = new Frame(input);
    if (frame.type() == FrameType.INIT_REQUEST) {
      InitMessage.read(frame);
      return new SpanBatch(input);
    }
    CallArguments arguments = CallRequest.read(frame, ENOUGH).arguments();
    if (!arguments.isComplete()) {
      arguments.add(frame);
    }
    ThriftHeaders.check(arguments.headers());
    Argument body = arguments.body();
    return arguments.method().startsWith("Zipkin")
        ? zipkin.readSubmitZipkinBatch(body.bytes(), body.offset()).spans()
        : batches.readSubmitBatches(body.bytes(), body.offset()).spans();
  }

  private TChannelSamples() {}
}
