package io.jaegerstack.faults.scenario;

import io.jaegerstack.faults.Seed;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultLog;
import io.jaegerstack.faults.traffic.SentBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is left of a failed scenario: its verdict, the spans, the logs, in a directory that the
/// message names.
record ScenarioReport(Seed seed, Settlement settlement, List<String> problems, SentBook book) {
  /// Writes it and says what the failure's message is.
  String write(List<StackProcess> processes, List<FaultLog> faults) {
    Path directory = Path.of("target", "faults", seed.scenario() + "-" + seed.value());
    String verdict = String.join("\n", problems) + "\n" + settlement.table();
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("verdict.txt"), seed + "\n" + verdict);
      Files.write(
          directory.resolve("spans.txt"),
          (Iterable<String>)
              book.entries().stream()
                      .map(
                          span ->
                              "%s %s %s %s"
                                  .formatted(
                                      span.key(),
                                      span.channel(),
                                      span.outcome().kind(),
                                      span.outcome().detail()))
                  ::iterator);
      for (StackProcess process : processes) {
        Files.writeString(directory.resolve(process.name() + ".log"), process.log());
      }
      for (int i = 0; i < faults.size(); i++) {
        Files.write(directory.resolve("faults-" + i + ".log"), faults.get(i).lines());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    return "%s%n%s%neverything is in %s".formatted(seed, verdict, directory.toAbsolutePath());
  }
}
