package io.jaegerstack.faults.scenario;

import io.jaegerstack.faults.Await;
import io.jaegerstack.faults.Seed;
import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Judge;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.judge.StoredTraces;
import io.jaegerstack.faults.process.ProcessAccount;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.proxy.FaultLog;
import io.jaegerstack.faults.traffic.SentBook;
import io.jaegerstack.faults.traffic.SpanPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One run: what was sent, through what, and the verdict. Whatever it started ends with it.
public final class Scenario implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(90);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /// Searches of a storage see what was written before.
  private static final Duration VISIBLE = Duration.ofSeconds(20);

  private static final int SPANS_PER_PACKET = 10;

  /// A run with less traffic says nothing.
  private static final long FEWEST_SPANS = 1_000;

  private final Seed seed;
  private final SentBook book = new SentBook();
  private final List<StackProcess> processes = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private final List<FaultLog> faults = new ArrayList<>();
  private Runnable beforeReading = () -> {};
  private Map<String, String> environment = Map.of();
  private boolean isWithFaults;

  private Scenario(Seed seed) {
    this.seed = seed;
  }

  public static Scenario named(String name) {
    return of(Seed.of(name));
  }

  /// One that repeats what this seed made.
  public static Scenario of(Seed seed) {
    return new Scenario(seed);
  }

  public SentBook book() {
    return book;
  }

  public Seed seed() {
    return seed;
  }

  /// Spans of one load; its service is its channel in the book.
  public SpanPlan plan(String channel) {
    return SpanPlan.of(seed.value(), channel);
  }

  /// Starts a process that takes part until the end.
  public StackProcess start(String module, String heap, List<String> flags, String... more) {
    var all = Stream.concat(flags.stream(), Arrays.stream(more)).toList();
    String name = module.replace("runtime-", "") + "-" + (processes.size() + 1);
    var process = StackProcess.start(name, module, heap, all, environment);
    processes.add(process);
    return process;
  }

  /// What processes that are started from now on find in their environment.
  public void environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
  }

  /// Closed with the scenario, before its processes.
  public <T extends AutoCloseable> T with(T other) {
    others.addFirst(other);
    return other;
  }

  /// A run in which none of these logs has a fault is void.
  public void expectFaults(FaultLog log) {
    faults.add(log);
    isWithFaults = true;
  }

  /// What makes that which is stored visible to searches.
  public void beforeReading(Runnable refresh) {
    beforeReading = refresh;
  }

  /// Waits until nothing moves, reads everything back, and fails where anything is unexplained.
  public Settlement settle(StoredTraces traces, Allowance allowance) {
    boolean isQuiet = isSoonQuiet();
    var judge = new Judge(book, SPANS_PER_PACKET);
    beforeReading.run();
    Settlement[] last = {judge.settle(traces, accounts(), allowance)};
    Await.within(
        isQuiet ? VISIBLE : Duration.ZERO,
        () -> {
          if (!last[0].problems().isEmpty()) {
            beforeReading.run();
            last[0] = judge.settle(traces, accounts(), allowance);
          }
          return last[0].problems().isEmpty();
        });
    return verdict(last[0], isQuiet);
  }

  private Settlement verdict(Settlement settlement, boolean isQuiet) {
    var problems = new ArrayList<>(settlement.problems());
    if (!isQuiet) {
      problems.add("after %s spans still move, expected quiet".formatted(QUIET));
    }
    if (settlement.sent() < FEWEST_SPANS) {
      problems.add(
          "%d spans sent, expected at least %d: this run says nothing"
              .formatted(settlement.sent(), FEWEST_SPANS));
    }
    if (isWithFaults && faults.stream().mapToLong(FaultLog::fired).sum() == 0) {
      problems.add("no fault fired: this run says nothing");
    }
    System.out.println(seed + "\n" + settlement.table());
    if (!problems.isEmpty()) {
      var report = new ScenarioReport(seed, settlement, problems, book);
      throw new AssertionError(report.write(processes, faults));
    }
    return settlement;
  }

  /// What every process that took part has counted.
  public List<ProcessAccount> accounts() {
    return processes.stream().map(StackProcess::account).toList();
  }

  private boolean isSoonQuiet() {
    List<?>[] before = {List.of()};
    return Await.within(
        QUIET,
        () -> {
          List<ProcessAccount> now = accounts();
          boolean isQuiet =
              now.equals(before[0])
                  && now.stream()
                      .filter(ProcessAccount::complete)
                      .allMatch(account -> account.held() == 0);
          before[0] = now;
          if (!isQuiet) {
            Await.pass(BETWEEN_LOOKS);
          }
          return isQuiet;
        });
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable other : others) {
      other.close();
    }
    processes.forEach(StackProcess::close);
  }
}
