package io.jaegerstack.agent;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Span;
import io.jaegerstack.wire.tchannel.Argument;
import io.jaegerstack.wire.tchannel.CallRequest;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.ErrorMessage;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegerstack.wire.thrift.Submission;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A collector on a plain socket that speaks TChannel and answers as a test wants.
final class TChannelCollector implements AutoCloseable {
  private static final int ENOUGH = 1 << 24;

  private final ServerSocket listening;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Span> spans = new ConcurrentLinkedQueue<>();
  private volatile Function<Submission, ErrorCode> refusal = submission -> ErrorCode.UNKNOWN;
  private volatile int untaken;

  private TChannelCollector(int port) throws IOException {
    listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static TChannelCollector start() throws IOException {
    return new TChannelCollector(0);
  }

  static TChannelCollector startOn(int port) throws IOException {
    return new TChannelCollector(port);
  }

  int port() {
    return listening.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  /// How to refuse from now on; [ErrorCode#UNKNOWN] is to take.
  void refuses(Function<Submission, ErrorCode> how) {
    refusal = how;
  }

  /// Of each call from now on, so many batches are said to be dropped, as Jaeger's collector says
  /// of a full queue.
  void leavesUntaken(int batches) {
    untaken = batches;
  }

  /// Spans of all calls that were taken.
  List<Span> spans() {
    return List.copyOf(spans);
  }

  int connections() {
    return connections.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listening.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket connection) {
    var reader = new ThriftBatchReader(new InternTable());
    Map<Integer, CallRequest> open = new HashMap<>();
    try (connection) {
      var in = new DataInputStream(connection.getInputStream());
      while (true) {
        Frame frame = read(in);
        switch (frame.type()) {
          case FrameType.INIT_REQUEST -> {
            InitMessage.read(frame);
            var init = InitMessage.of(address(), "test collector", "1.0");
            write(connection, init.toFrame(FrameType.INIT_RESPONSE, frame.id()));
          }
          case FrameType.CALL_REQUEST -> open.put(frame.id(), CallRequest.read(frame, ENOUGH));
          case FrameType.CALL_REQUEST_CONTINUE -> open.get(frame.id()).arguments().add(frame);
          default -> {}
        }
        CallRequest call = open.get(frame.id());
        if (call != null && call.arguments().isComplete()) {
          open.remove(frame.id());
          for (Frame answer : answer(frame.id(), call, reader)) {
            write(connection, answer);
          }
        }
      }
    } catch (IOException ended) {
      connections.remove(connection);
    }
  }

  private List<Frame> answer(int id, CallRequest call, ThriftBatchReader reader) {
    Argument body = call.arguments().body();
    if (call.arguments().method().startsWith("SamplingManager")) {
      return ThriftCalls.response(
          id, call, strategy(SamplingStructs.service(body.bytes(), body.offset())));
    }
    Submission submission = reader.readSubmitBatches(body.bytes(), body.offset());
    ErrorCode refused = refusal.apply(submission);
    if (refused != ErrorCode.UNKNOWN) {
      return List.of(new ErrorMessage(refused, "as the test wants").toFrame(id));
    }
    int taken = Math.max(0, submission.parts() - untaken);
    if (untaken == 0) {
      spans.addAll(submission.spans().toSpans());
    }
    return ThriftCalls.response(id, call, SubmitAnswers.taken(taken));
  }

  private static byte[] strategy(String service) {
    return SamplingStructs.answer(
        SamplingStrategyResponse.newBuilder()
            .setStrategyType(SamplingStrategyType.RATE_LIMITING)
            .setRateLimitingSampling(
                RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(service.length()))
            .build());
  }

  private static Frame read(DataInputStream in) throws IOException {
    int size = in.readUnsignedShort();
    var bytes = new byte[size];
    bytes[0] = (byte) (size >> 8);
    bytes[1] = (byte) size;
    in.readFully(bytes, 2, size - 2);
    return new Frame(bytes);
  }

  private static void write(Socket connection, Frame frame) throws IOException {
    connection.getOutputStream().write(frame.bytes());
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException ignored) {
      // The end of the test.
    }
  }
}
