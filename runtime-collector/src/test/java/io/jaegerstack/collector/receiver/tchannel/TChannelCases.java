package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.FrameType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Bad TChannel by item of the list.
final class TChannelCases {
  /// What is done on a connection, and what is answered.
  @FunctionalInterface
  interface Talk {
    String with(TChannelClient client) throws IOException;
  }

  private static final String TTL = "0000ea60";
  private static final String NO_TRACE = "00".repeat(25);
  private static final String SERVICE = "10 6a61656765722d636f6c6c6563746f72";
  private static final String THRIFT = "01 02 6173 06 746872696674";

  final List<HostileCase> all = new ArrayList<>();
  private final RunningServer server;

  TChannelCases(RunningServer server) {
    this.server = server;
  }

  /// Bytes on a connection on which nothing has been said.
  void first(int item, String what, String hex) {
    all.add(
        HostileCase.of(
            item, what, "PROTOCOL, hung up", "closed protocol", () -> hungUpOn(server, hex)));
  }

  /// On a connection that has been introduced.
  void talk(int item, String what, String answer, String counted, Talk talk) {
    talk(server, item, what, answer, counted, talk);
  }

  void talk(RunningServer to, int item, String what, String answer, String counted, Talk talk) {
    all.add(
        HostileCase.of(
            item,
            what,
            answer,
            counted,
            () -> {
              try (var client = TChannelClient.of(to.port())) {
                return talk.with(client);
              }
            }));
  }

  /// A call that costs only itself: the next one on the connection is answered.
  void call(int item, String what, String payload) {
    talk(
        item,
        what,
        "BAD_REQUEST, next taken",
        "call bad-request",
        client -> {
          client.send(FrameType.CALL_REQUEST, 7, hex(payload));
          ErrorCode code = client.readError(7).code();
          return code + ", next " + submitted(client, 8);
        });
  }

  /// Arguments of the methods that take spans.
  void body(int item, String what, String body) {
    for (String method :
        List.of("Collector::submitBatches", "ZipkinCollector::submitZipkinBatch")) {
      talk(
          item,
          method + ": " + what,
          "BAD_REQUEST " + method + ": .* at byte .*",
          "malformed, call bad-request",
          client -> {
            byte[] bytes = HexFormat.of().parseHex(body.replace(" ", ""));
            client.send(TChannelClient.call(3, method, bytes));
            var error = client.readError(3);
            return error.code() + " " + error.message();
          });
    }
  }

  /// The last case sends megabytes.
  void large() {
    all.add(all.removeLast().large());
  }

  static String hungUpOn(RunningServer port, String hex) throws IOException {
    try (var client = TChannelClient.silent(port.port())) {
      client.send(HexFormat.of().parseHex(hex.replace(" ", "")));
      return hungUp(client);
    }
  }

  static String hungUp(TChannelClient client) throws IOException {
    ErrorCode code = client.readError(Frame.NO_ID).code();
    client.awaitEnd();
    return code + ", hung up";
  }

  static String submitted(TChannelClient client, int id) throws IOException {
    client.send(TChannelClient.submit(id, TestSpans.batch(1)));
    client.readResponse(id);
    return "taken";
  }

  static String hex(String payload) {
    return payload
        .replace("TTL", TTL)
        .replace("TRACE", NO_TRACE)
        .replace("SERVICE", SERVICE)
        .replace("THRIFT", THRIFT);
  }
}
