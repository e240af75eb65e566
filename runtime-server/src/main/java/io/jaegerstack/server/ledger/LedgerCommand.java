package io.jaegerstack.server.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// `jaegerstack ledger ADDRESS…` or `--stack=NAMESPACE/NAME`: what every runtime does instead of
/// serving where its first argument is `ledger`. Reads all ledgers twice, so that figures of a
/// stack in motion are not taken for losses.
public final class LedgerCommand {
  /// The word on the command line.
  public static final String WORD = "ledger";

  private static final int BALANCED = 0;
  private static final int UNEXPLAINED = 1;
  private static final int USAGE = 2;

  private static final long BETWEEN_READINGS = TimeUnit.SECONDS.toNanos(1);

  private static final String HELP =
      """
      Usage: ledger [--ca=FILE] [--stack=NAMESPACE/NAME] ADDRESS...
      Adds up the span ledgers of a stack's processes.

        ADDRESS    admin port of an agent, collector or all-in-one: http://host:14271, host:14269
        --stack=NAMESPACE/NAME
                   in a pod: the agents, collectors or all-in-one of that JaegerStack that run now,
                   as the API server lists them; sidecars are not among them
        --ca=FILE  certificates (PEM) of the authorities to believe, where an address is https://
        --help

      Every line is one hop of one process: received = forwarded + returned + dropped + held, where
      returned is what senders still hold and bring again. What is left is unexplained. "all" has
      the sums of processes with the same hop. Ends with 0 where all is explained or spans are still
      under way, 1 where a quiet stack has anything unexplained, 2 where the command line is wrong
      or a process cannot be asked.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final List<URI> addresses = new ArrayList<>();
  private final StackPods pods;
  private @Nullable SSLSocketFactory trusted;

  private LedgerCommand(PrintStream out, PrintStream err, StackPods pods) {
    this.out = out;
    this.err = err;
    this.pods = pods;
  }

  /// Whether these are arguments for this command.
  public static boolean isMeant(String[] arguments) {
    return arguments.length > 0 && arguments[0].equals(WORD);
  }

  /// Runs it, and says the exit code.
  ///
  /// @param arguments with the command's word first
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    return run(arguments, out, err, StackPods.OWN);
  }

  static int run(String[] arguments, PrintStream out, PrintStream err, StackPods pods) {
    var words = List.of(arguments).subList(1, arguments.length);
    if (words.contains("--help") || words.contains("-h")) {
      out.print(HELP);
      return BALANCED;
    }
    try {
      return new LedgerCommand(out, err, pods).run(words);
    } catch (IllegalArgumentException | IOException | GeneralSecurityException failed) {
      err.println("jaegerstack ledger: " + failed.getMessage());
      return USAGE;
    }
  }

  private int run(List<String> words) throws IOException, GeneralSecurityException {
    for (String word : words) {
      if (word.startsWith("--ca=")) {
        trusted = ProcessLedger.trusting(word.substring("--ca=".length()));
      } else if (word.startsWith("--stack=")) {
        addresses.addAll(pods.addresses(word.substring("--stack=".length())));
      } else if (word.startsWith("-")) {
        throw new IllegalArgumentException(
            word + " is not known, expected --stack=NAMESPACE/NAME, --ca=FILE or --help");
      } else {
        addresses.add(ProcessLedger.address(word));
      }
    }
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "no address given, expected http://host:port or --stack=NAMESPACE/NAME; see --help");
    }
    StackLedger before = read();
    LockSupport.parkNanos(BETWEEN_READINGS);
    return tell(before, read());
  }

  private StackLedger read() throws IOException {
    var processes = new ArrayList<ProcessLedger>();
    for (URI address : addresses) {
      processes.add(ProcessLedger.read(address, trusted));
    }
    return new StackLedger(processes);
  }

  private int tell(StackLedger before, StackLedger now) {
    out.print(LedgerTable.of(now));
    long within = now.unexplainedWithin();
    long between = now.unexplainedBetween();
    if (!now.isQuietSince(before)) {
      out.printf(
          "under way: spans still move, held=%d; figures are of different moments%n", now.held());
      return BALANCED;
    }
    out.printf("unexplained: %d within hops, %d between agents and collectors%n", within, between);
    if (within + between == 0) {
      return BALANCED;
    }
    err.println("jaegerstack ledger: a quiet stack has something unexplained, expected 0");
    return UNEXPLAINED;
  }
}
