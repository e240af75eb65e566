package io.jaegerstack.allinone;

import io.jaegerstack.allinone.PrometheusServer.Target;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Two stacks with the applications that report to them, in processes of their own. In namespace
/// `fine` all goes well: an agent, all-in-one, the sample application of `e2e/apps/otgrpc`, and one
/// whose metrics have the names of 2018. In `troubled` there is no storage, the collector's queue
/// is small, and the application finds no one to report to or to ask for a sampling strategy.
final class MonitoredStacks implements AutoCloseable {
  static final String FINE = "fine";
  static final String TROUBLED = "troubled";

  private static final String ALL =
      "{\"default_strategy\": {\"type\": \"probabilistic\", \"param\": 1}}";
  private static final String[] NO_STORAGE = {
    "--span-storage.type=elasticsearch", "--es.server-urls=http://127.0.0.1:1",
  };

  final JavaProcess allInOne;
  final JavaProcess agent;
  final JavaProcess lonelyCollector;
  final JavaProcess lonelyAgent;
  final JavaProcess lonelyQuery;
  final GoProgram shop;
  final GoProgram webshop;
  final GoProgram lonelyWebshop;
  private final Path shopProgram;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private MonitoredStacks(Path folder) throws Exception {
    shopProgram = GoProgram.built("otgrpc");
    Path old = GoProgram.built("webshop");
    try {
      allInOne = open(JavaProcess.start("runtime-all-in-one", allInOneFlags(folder)));
      String spill = "--reporter.spill.directory=" + folder.resolve("spill");
      agent =
          open(JavaProcess.start("runtime-agent", with(agentFlags("tchannel", allInOne), spill)));
      lonelyCollector = open(JavaProcess.start("runtime-collector", collectorFlags()));
      lonelyAgent = open(JavaProcess.start("runtime-agent", agentFlags("grpc", lonelyCollector)));
      lonelyQuery = open(JavaProcess.start("runtime-query", queryFlags()));
      shop = open(startShop());
      webshop = open(GoProgram.start("webshop-fine", tracing(agent), List.of(old.toString())));
      lonelyWebshop =
          open(
              GoProgram.start(
                  "webshop-troubled",
                  Map.of(
                      "JAEGER_SERVICE_NAME", "shop",
                      "JAEGER_ENDPOINT", "http://127.0.0.1:1/api/traces",
                      "JAEGER_SAMPLING_ENDPOINT", "http://127.0.0.1:1/sampling",
                      "JAEGER_SAMPLER_PARAM", "1",
                      "JAEGER_SAMPLER_REFRESH_INTERVAL", "1s"),
                  List.of(old.toString())));
    } catch (Exception | AssertionError failed) {
      close();
      throw failed;
    }
  }

  static MonitoredStacks start(Path folder) throws Exception {
    return new MonitoredStacks(folder);
  }

  private <T extends AutoCloseable> T open(T part) {
    running.push(part);
    return part;
  }

  private static String[] allInOneFlags(Path folder) throws Exception {
    Path strategies = Files.writeString(folder.resolve("strategies.json"), ALL);
    Path certificate = folder.resolve("query.pem");
    Path key = folder.resolve("query.key");
    TestAuthority.write(TestAuthority.named("authority").server("localhost"), certificate, key);
    return with(
        Flags.ALL_IN_ONE,
        "--sampling.strategies-file=" + strategies,
        "--query.grpc.tls.enabled=true",
        "--query.grpc.tls.cert=" + certificate,
        "--query.grpc.tls.key=" + key);
  }

  /// The smallest queue there is, and small packets, so that there is something to drop.
  private static String[] agentFlags(String protocol, JavaProcess collector) {
    return with(
        Flags.AGENT,
        "--reporter.type=" + protocol,
        "--reporter.%s.host-port=127.0.0.1:%d"
            .formatted(protocol, collector.port("collector " + protocol)),
        "--reporter.queue-bytes=64KiB",
        "--processor.jaeger-binary.server-max-packet-size=512");
  }

  private static String[] collectorFlags() {
    return with(
        NO_STORAGE,
        "--collector.grpc-server.host-port=127.0.0.1:0",
        "--collector.http-server.host-port=127.0.0.1:0",
        "--collector.otlp.enabled=false",
        "--collector.tchannel.enabled=false",
        "--collector.relay.enabled=false",
        "--admin.http.host-port=127.0.0.1:0",
        "--collector.queue-size=20",
        "--collector.num-workers=1");
  }

  private static String[] queryFlags() {
    return with(
        NO_STORAGE,
        "--query.http-server.host-port=127.0.0.1:0",
        "--query.grpc-server.host-port=127.0.0.1:0",
        "--admin.http.host-port=127.0.0.1:0");
  }

  private static String[] with(String[] flags, String... more) {
    return Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new);
  }

  private GoProgram startShop() throws Exception {
    return GoProgram.start(
        "otgrpc-server",
        tracing(allInOne),
        List.of(
            shopProgram.toString(), "server", "-listen", "127.0.0.1:0", "-metrics", "127.0.0.1:0"));
  }

  private static String sampling(JavaProcess agent) {
    return "http://127.0.0.1:%d/sampling".formatted(agent.port("sampling http"));
  }

  private static Map<String, String> tracing(JavaProcess agent) {
    return Map.of(
        "JAEGER_SERVICE_NAME", "shop",
        "JAEGER_AGENT_HOST", "127.0.0.1",
        "JAEGER_AGENT_PORT", Integer.toString(agent.port("compact udp")),
        "JAEGER_SAMPLING_ENDPOINT", sampling(agent),
        "JAEGER_SAMPLER_PARAM", "1",
        "JAEGER_SAMPLER_REFRESH_INTERVAL", "1s",
        "JAEGER_REPORTER_FLUSH_INTERVAL", "200ms");
  }

  /// Every process with a `/metrics`.
  List<Target> targets() {
    return List.of(
        new Target(FINE, "jaeger", allInOne.port("admin http")),
        new Target(FINE, "jaeger-agent", agent.port("admin http")),
        new Target(FINE, "shop", shop.port("metrics")),
        new Target(FINE, "webshop", webshop.port("listening")),
        new Target(TROUBLED, "jaeger-collector", lonelyCollector.port("admin http")),
        new Target(TROUBLED, "jaeger-agent", lonelyAgent.port("admin http")),
        new Target(TROUBLED, "jaeger-query", lonelyQuery.port("admin http")),
        new Target(TROUBLED, "webshop", lonelyWebshop.port("listening")));
  }

  /// Our own processes among them.
  List<Target> ours() {
    return targets().stream().filter(target -> !target.job().endsWith("shop")).toList();
  }

  /// Whether this is the address of a process in namespace `troubled`.
  boolean isTroubled(String address) {
    return targets().stream()
        .anyMatch(each -> each.namespace().equals(TROUBLED) && address.endsWith(":" + each.port()));
  }

  /// One round of what users and applications do, so that every count moves.
  void work() throws Exception {
    GoProgram.run(
        "otgrpc-client",
        tracing(allInOne),
        List.of(
            shopProgram.toString(),
            "client",
            "-server",
            shop.address("listening"),
            "-unary",
            "5",
            "-stream",
            "2",
            "-failing",
            "1"));
    read(allInOne);
    read(lonelyQuery);
    for (JavaProcess each : List.of(allInOne, agent)) {
      QueryClient.text(each.port("sampling http"), "/sampling?service=shop");
    }
    QueryClient.text(lonelyAgent.port("sampling http"), "/sampling");
    order(webshop, "/order", Map.of());
    order(lonelyWebshop, "/order?fail", Map.of());
    order(lonelyWebshop, "/order", Map.of("jaeger-debug-id", "why"));
    UdpClient.sendCompact(lonelyAgent.port("compact udp"), "till", 0x71, 1_000);
    UdpClient.sendCompact(lonelyAgent.port("compact udp"), "till", 0x72, 5);
    UdpClient.sendBinary(lonelyAgent.port("binary udp"), "till", 0x73, 20);
    for (JavaProcess collector : List.of(allInOne, lonelyCollector)) {
      HttpBatches.post(collector.port("collector http"), "till", 0x74, 5);
    }
  }

  private static void read(JavaProcess query) {
    for (String path : List.of("/api/services", "/api/traces?service=shop&limit=5")) {
      QueryClient.text(query.port("query http"), path);
    }
  }

  private static void order(GoProgram shop, String path, Map<String, String> headers)
      throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(
            java.net.URI.create("http://" + shop.address("listening") + path));
    headers.forEach(request::header);
    HttpBatches.HTTP.send(request.build(), java.net.http.HttpResponse.BodyHandlers.discarding());
  }

  @Override
  public void close() throws Exception {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
