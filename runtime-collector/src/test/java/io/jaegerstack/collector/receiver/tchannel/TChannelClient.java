package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.tchannel.CallResponse;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import io.jaegerstack.wire.thrift.ThriftBatchWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// A peer that says what a test wants, byte by byte where it must.
final class TChannelClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DataInputStream in;

  private TChannelClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /// Connected, and nothing said yet.
  static TChannelClient silent(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new TChannelClient(socket);
  }

  /// Connected, and introduced.
  static TChannelClient of(int port) throws IOException {
    TChannelClient client = silent(port);
    client.send(init());
    Frame answer = client.read();
    if (answer.type() != FrameType.INIT_RESPONSE) {
      throw new AssertionError("init was answered with type " + answer.type());
    }
    return client;
  }

  static Frame init() {
    return InitMessage.of(InitMessage.NOT_LISTENING, "test", "1.0")
        .toFrame(FrameType.INIT_REQUEST, 1);
  }

  static List<Frame> submit(int id, SpanBatch batch) {
    return call(id, "Collector::submitBatches", submitted(batch));
  }

  static byte[] submitted(SpanBatch batch) {
    return ThriftBatchWriter.submitBatches(List.of(batch)).bytes();
  }

  static List<Frame> call(int id, String method, byte[] body) {
    return ThriftCalls.request(id, 5_000, "test", "jaeger-collector", method, body);
  }

  void send(Frame frame) throws IOException {
    send(frame.bytes());
  }

  void send(List<Frame> frames) throws IOException {
    for (Frame frame : frames) {
      send(frame);
    }
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// A frame of its parts, its size right.
  void send(int type, int id, String payloadHex) throws IOException {
    byte[] payload = HexFormat.of().parseHex(payloadHex.replace(" ", ""));
    var frame = ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length);
    frame.putShort((short) frame.capacity()).put((byte) type).put((byte) 0).putInt(id).putLong(0);
    send(frame.put(payload).array());
  }

  Frame read() throws IOException {
    int size = in.readUnsignedShort();
    var bytes = new byte[size];
    bytes[0] = (byte) (size >> 8);
    bytes[1] = (byte) size;
    in.readFully(bytes, 2, size - 2);
    return new Frame(bytes);
  }

  /// Pings passed over.
  private Frame readAnswer() throws IOException {
    Frame frame = read();
    while (frame.type() == FrameType.PING_REQUEST) {
      frame = read();
    }
    return frame;
  }

  ErrorMessage readError(int id) throws IOException {
    Frame frame = readAnswer();
    if (frame.type() != FrameType.ERROR || frame.id() != id) {
      throw new AssertionError("type %d of %d".formatted(frame.type(), frame.id()));
    }
    return ErrorMessage.read(frame);
  }

  CallResponse readResponse(int id) throws IOException {
    Frame frame = readAnswer();
    if (frame.type() == FrameType.ERROR) {
      throw new AssertionError(ErrorMessage.read(frame).toString());
    }
    if (frame.type() != FrameType.CALL_RESPONSE || frame.id() != id) {
      throw new AssertionError("type %d of %d".formatted(frame.type(), frame.id()));
    }
    CallResponse response = CallResponse.read(frame, 1 << 24);
    while (!response.arguments().isComplete()) {
      response.arguments().add(read());
    }
    return response;
  }

  /// Waits until the other side hangs up.
  void awaitEnd() throws IOException {
    while (in.read() >= 0) {
      // What it still says does not matter.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
