package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.jaegertracing.thriftjava.Batch;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jaeger 1.17.1 and ours over gRPC with certificates of both sides, one towards the other, with
/// the same flags.
class StockJaegerTlsIT {
  @TempDir private Path folder;

  @BeforeEach
  void certificates() throws Exception {
    var authority = TestAuthority.named("authority");
    authority.writeTo(folder.resolve("ca.crt"));
    write("server", authority.server("localhost"));
    write("agent", authority.client("agent"));
  }

  private void write(String name, X509Bundle owner) throws Exception {
    TestAuthority.write(owner, folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
  }

  private Stream<String> collector() {
    return Stream.of(
        "--collector.grpc.tls.enabled=true",
        "--collector.grpc.tls.cert=" + folder.resolve("server.crt"),
        "--collector.grpc.tls.key=" + folder.resolve("server.key"),
        "--collector.grpc.tls.client-ca=" + folder.resolve("ca.crt"));
  }

  private Stream<String> agent() {
    return Stream.of(
        "--reporter.grpc.tls.enabled=true",
        "--reporter.grpc.tls.ca=" + folder.resolve("ca.crt"),
        "--reporter.grpc.tls.cert=" + folder.resolve("agent.crt"),
        "--reporter.grpc.tls.key=" + folder.resolve("agent.key"),
        "--reporter.grpc.tls.server-name=localhost");
  }

  private static String[] flags(Stream<String> some, Stream<String> more) {
    return Stream.concat(some, more).toArray(String[]::new);
  }

  @Test
  void aStockAgentsSpansReachOurCollector() throws Exception {
    String agentProgram = Jaeger17.built(Jaeger17.AGENT);
    List<Batch> sent = ThriftBatches.of(400, 10, 12);
    var ours = flags(Arrays.stream(Flags.ALL_IN_ONE), Stream.concat(collector(), agent()));
    try (var network = Jaeger17.namespace();
        var backend = JavaProcess.start(network.enter(), "runtime-all-in-one", ours)) {
      var target = "--reporter.grpc.host-port=127.0.0.1:" + backend.port("collector grpc");
      Process agent =
          Jaeger17.started(
              network.enter(), agentProgram, "agent-tls", flags(Stream.of(target), agent()));
      try {
        Eventually.find(
            "the stock agent answers with our strategy",
            () -> Jaeger17.get(network.enter(), "http://127.0.0.1:5778/sampling?service=shop"));
        udp(network, "127.0.0.1:6831", sent);
        new StockQuery(network, backend.port("query http")).assertShown(sent);
      } finally {
        agent.destroy();
      }
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  @Test
  void ourAgentsSpansReachAStockCollector() throws Exception {
    String stockProgram = Jaeger17.built(Jaeger17.ALL_IN_ONE);
    List<Batch> sent = ThriftBatches.of(500, 10, 12);
    var target = "--reporter.grpc.host-port=127.0.0.1:14250";
    var ours = flags(Arrays.stream(Flags.AGENT), Stream.concat(Stream.of(target), agent()));
    try (var network = Jaeger17.namespace()) {
      Process stock =
          Jaeger17.started(
              network.enter(), stockProgram, "all-in-one-tls", flags(collector(), agent()));
      try (var agent = JavaProcess.start(network.enter(), "runtime-agent", ours)) {
        udp(network, "127.0.0.1:" + agent.port("compact udp"), sent);
        StockQuery.of(network).assertShown(sent);
        assertThat(agent.terminate()).as(agent.log()).isZero();
      } finally {
        stock.destroy();
      }
    }
  }

  private void udp(NetworkNamespace network, String address, List<Batch> batches) throws Exception {
    String file = Jaeger17.file(folder, ThriftBatches.datagrams(batches));
    Jaeger17.client(network.enter(), "udp", "-address=" + address, "-file=" + file);
  }
}
