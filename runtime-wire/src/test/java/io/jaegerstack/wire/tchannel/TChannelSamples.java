package io.jaegerstack.wire.tchannel;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.Bytes;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

  /// What one side said on a connection, from its beginning.
  public static List<byte[]> conversations() {
    var samples = new ArrayList<byte[]>();
    for (String name : List.of("crc32", "crc32c", "fragments", "busy")) {
      for (String side : List.of("client", "server")) {
        samples.add(stream(Conversation.frames(name, side).stream().map(Frame::bytes).toList()));
      }
    }
    samples.add(stream(frames()));
    frames().forEach(samples::add);
    return samples;
  }

  private static byte[] stream(List<byte[]> frames) {
    return Bytes.concat(frames.toArray(byte[][]::new));
  }

  /// Reads what one side of a connection sends, as collector and agent do: frames, the calls that
  /// they are parts of, and what these calls submit.
  public static List<SpanBatch> read(
      byte[] stream, ThriftBatchReader batches, ZipkinSpanReader zipkin) {
    var submitted = new ArrayList<SpanBatch>();
    var open = new HashMap<Integer, CallArguments>();
    for (int at = 0; at < stream.length; ) {
      int size = new FrameCursor(stream, at).int16();
      Frame.checkSize(size);
      new FrameCursor(stream, at).pass(size);
      var frame = new Frame(Arrays.copyOfRange(stream, at, at + size));
      at += size;
      CallArguments call = call(frame, open);
      if (call != null && call.isComplete()) {
        open.remove(frame.id());
        submitted.add(submitted(call, batches, zipkin));
      }
    }
    return submitted;
  }

  private static CallArguments call(Frame frame, Map<Integer, CallArguments> open) {
    switch (frame.type()) {
      case FrameType.INIT_REQUEST, FrameType.INIT_RESPONSE -> InitMessage.read(frame);
      case FrameType.ERROR -> ErrorMessage.read(frame);
      case FrameType.CALL_REQUEST ->
          open.put(frame.id(), CallRequest.read(frame, ENOUGH).arguments());
      case FrameType.CALL_RESPONSE ->
          open.put(frame.id(), CallResponse.read(frame, ENOUGH).arguments());
      case FrameType.CALL_REQUEST_CONTINUE, FrameType.CALL_RESPONSE_CONTINUE -> {
        if (open.get(frame.id()) != null) {
          open.get(frame.id()).add(frame);
        }
      }
      default -> {}
    }
    return open.get(frame.id());
  }

  private static SpanBatch submitted(
      CallArguments call, ThriftBatchReader batches, ZipkinSpanReader zipkin) {
    ThriftHeaders.check(call.headers());
    Argument body = call.body();
    return switch (call.method()) {
      case "ZipkinCollector::submitZipkinBatch" ->
          zipkin.readSubmitZipkinBatch(body.bytes(), body.offset()).spans();
      case "Collector::submitBatches" ->
          batches.readSubmitBatches(body.bytes(), body.offset()).spans();
      default -> new SpanBatch(body.bytes());
    };
  }

  private TChannelSamples() {}
}
