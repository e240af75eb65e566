package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultProxy;
import io.jaegerstack.faults.proxy.TcpFault;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.faults.traffic.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `jaegerstack ledger` over a stack that lost spans in two places says what the judge says.
class LedgerCommandIT {
  private static final Pattern LOSSES =
      Pattern.compile("(?m)^(?:dropped by|lost before) (\\S+): (.*)$");

  @Test
  void totalsOfTheCommandAreTheJudges() throws Exception {
    try (var scenario = Scenario.named("ledger-command")) {
      var stack = new Stack(scenario);
      var backend = stack.backend();
      FaultProxy grpc = scenario.with(FaultProxy.to(backend.port("collector grpc")));
      scenario.expectFaults(grpc.log());
      var agent =
          stack.agent(
              grpc.port(),
              "--reporter.queue-bytes=64KiB",
              "--processor.jaeger-compact.server-socket-buffer-size=65536");
      Load datagrams = stack.datagrams(agent, 100);
      Load posts = stack.posts(backend.port("collector http"), 20, Stack.PATIENT);
      Await.pass(Duration.ofSeconds(1));
      grpc.set(new TcpFault.Refuse());
      Await.until(
          "a full queue",
          Duration.ofSeconds(30),
          () -> agent.account().hop("agent.reporter").totalDropped() > 0);
      agent.pause();
      Await.pass(Duration.ofSeconds(2));
      agent.resume();
      grpc.set(TcpFault.PASS);
      Await.pass(Duration.ofSeconds(2));
      datagrams.close();
      posts.close();
      Settlement settled = scenario.settle(Stack.reader(backend), Allowance.NONE);

      String printed = command(agent, backend);

      assertThat(losses(printed)).isEqualTo(settled.dropped()).hasSize(2);
      // A request without an answer is sent again: the collector may have counted it twice.
      long posted = scenario.book().attempts(Outcome.Kind.ACKED);
      assertThat(printed)
          .containsPattern(
              "(?m)^all +agent\\.reporter +spans +[0-9]+ +%d +0 +[0-9]+ +0 +0$"
                  .formatted(settled.stored() - posted))
          .containsPattern("(?m)^all +collector\\.pipeline +spans +[0-9]+ +[0-9]+ +0 +0 +0 +0$")
          .contains("unexplained: 0 within hops, 0 between agents and collectors");
    }
  }

  private static String command(StackProcess... processes) throws Exception {
    var words =
        new java.util.ArrayList<>(
            java.util.List.of(
                StackProcess.java(),
                "-jar",
                Path.of("..", "runtime-agent", "target", "app", "runtime-agent.jar").toString(),
                "ledger"));
    for (StackProcess process : processes) {
      words.add("http://127.0.0.1:" + process.port("admin http"));
    }
    Process command = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(printed);
    assertThat(command.waitFor()).as(printed).isZero();
    return printed;
  }

  /// As the judge has them: by hop and reason, in spans.
  private static SortedMap<String, Long> losses(String printed) {
    var losses = new TreeMap<String, Long>();
    var lines = LOSSES.matcher(printed);
    while (lines.find()) {
      for (String loss : lines.group(2).split(", ")) {
        String[] words = loss.split(" ");
        long spans = lines.group(1).startsWith("agent.udp") ? 10 : 1;
        losses.put(lines.group(1) + " " + words[0], Long.parseLong(words[1]) * spans);
      }
    }
    return losses;
  }
}
