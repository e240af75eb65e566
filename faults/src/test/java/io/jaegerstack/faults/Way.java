package io.jaegerstack.faults;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How an agent sends to collectors.
enum Way {
  /// api_v2: an OK means the collector's memory.
  GRPC("collector grpc") {
    @Override
    List<String> towards(int... ports) {
      return List.of("--reporter.type=grpc", "--reporter.grpc.host-port=" + addresses(ports));
    }
  },
  /// The relay: a receipt means the storage.
  RELAY("collector relay") {
    @Override
    List<String> towards(int... ports) {
      return List.of(
          "--reporter.type=relay",
          "--reporter.relay.host-port=" + addresses(ports),
          // nobody: what falls back would be another test
          "--reporter.grpc.host-port=127.0.0.1:1");
    }
  };

  private final String server;

  Way(String server) {
    this.server = server;
  }

  /// Flags of an agent whose collectors are there.
  abstract List<String> towards(int... ports);

  /// The collector's server for it.
  String server() {
    return server;
  }

  private static String addresses(int... ports) {
    return Arrays.stream(ports)
        .mapToObj(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }
}
