package io.jaegerstack.collector.receiver;

import io.jaegerstack.server.hostile.HostileCase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;

/// Somebody who writes HTTP/2 by hand to one port, and the cases of that.
final class GrpcStranger {
  /// What is done on a connection, and what is answered.
  @FunctionalInterface
  interface Talk {
    String with(Http2Connection connection) throws IOException;
  }

  /// What is written to a connection.
  @FunctionalInterface
  interface Writing {
    void to(Http2Connection connection) throws IOException;
  }

  final String method;
  private final String name;
  private final IntSupplier port;
  final List<HostileCase> cases = new ArrayList<>();

  /// @param method that is called on `port`
  GrpcStranger(String name, String method, IntSupplier port) {
    this.name = name;
    this.method = method;
    this.port = port;
  }

  /// A case with a connection of its own.
  void talk(int item, String what, String answer, String counted, Talk talk) {
    cases.add(HostileCase.of(item, name + ": " + what, answer, counted, () -> onConnection(talk)));
  }

  /// A case of somebody who does not read.
  void deaf(int item, String what, String answer, String counted, Writing writing) {
    cases.add(
        HostileCase.of(
            item,
            name + ": " + what,
            answer,
            counted,
            () -> {
              try (var connection = Http2Connection.deaf(port.getAsInt())) {
                return answered(connection, 0, writing);
              }
            }));
  }

  /// A case of much that is written, as far as the other side takes it; the answer on `stream`.
  void flood(int item, String what, String answer, String counted, int stream, Writing writing) {
    talk(item, what, answer, counted, connection -> answered(connection, stream, writing));
    large();
  }

  private static String answered(Http2Connection connection, int stream, Writing writing) {
    try {
      writing.to(connection);
    } catch (IOException hungUp) {
      // What it said before can be read.
    }
    return connection.awaitAnswer(stream);
  }

  /// A case of a message that is sent as `data`, and ends there.
  void message(
      int item, String what, String answer, String counted, byte[] data, String... headers) {
    talk(item, what, answer, counted, connection -> called(connection, method, data, headers));
  }

  /// A case of one frame.
  void frame(int item, String what, String error, int type, int flags, int stream, String hex) {
    talk(
        item,
        what,
        "goaway " + error,
        "refused protocol",
        connection -> {
          connection.frame(type, flags, stream, hex(hex));
          return connection.awaitAnswer(stream);
        });
  }

  /// The last case sends megabytes.
  void large() {
    cases.add(cases.removeLast().large());
  }

  String call(String asked, byte[] data, String... headers) throws IOException {
    return onConnection(connection -> called(connection, asked, data, headers));
  }

  private static String called(
      Http2Connection connection, String asked, byte[] data, String... headers) throws IOException {
    connection.call(1, asked, data, headers);
    return connection.awaitAnswer(1);
  }

  private String onConnection(Talk talk) throws IOException {
    try (var connection = Http2Connection.open(port.getAsInt())) {
      return talk.with(connection);
    }
  }

  /// A message with its head: a flag and its length.
  static byte[] framed(int flag, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flag)
        .putInt(message.length)
        .put(message)
        .array();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
