package io.jaegerstack.server;

import io.jaegerstack.server.ledger.LedgerCommand;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Version;
import java.io.IOException;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part of a `main` that is the same in every process: settings or an explanation, start, wait
/// for SIGTERM, drain, exit code; or the command `ledger` instead of all that.
public final class ProcessMain {
  /// Everything was drained, or text was asked for and printed.
  public static final int OK = 0;

  /// A part failed to start or to stop in time.
  public static final int FAILED = 1;

  /// The command line or the environment is wrong; as most Unix tools answer.
  public static final int USAGE = 2;

  /// Puts a process together from its settings, without starting anything.
  public interface Wiring {
    Lifecycle wire(SettingValues settings) throws IOException;
  }

  /// Runs until SIGTERM or SIGINT and returns the exit code, for `System.exit`.
  public static int run(Component component, String[] arguments, Wiring wiring) {
    return run(component, arguments, wiring, StopSignal.installed(), System.out, System.err);
  }

  static int run(
      Component component,
      String[] arguments,
      Wiring wiring,
      StopSignal stop,
      PrintStream out,
      PrintStream err) {
    if (LedgerCommand.isMeant(arguments)) {
      return LedgerCommand.run(arguments, out, err);
    }
    return switch (CommandLine.of(Catalogue.of(component), arguments)) {
      case CommandLine.Print print -> {
        out.print(print.text());
        yield OK;
      }
      case CommandLine.Refused refused -> {
        refused
            .problems()
            .forEach(problem -> err.println("jaegerstack %s: %s".formatted(component, problem)));
        yield USAGE;
      }
      case CommandLine.Run run -> serve(component, run.values(), wiring, stop, err);
    };
  }

  private static int serve(
      Component component,
      SettingValues settings,
      Wiring wiring,
      StopSignal stop,
      PrintStream err) {
    Logging.start(settings.value(AdminSettings.LOG_LEVEL));
    Logger log = LoggerFactory.getLogger(ProcessMain.class);
    log.info(
        "starting component={} version={} settings={}",
        component,
        Version.current(),
        settings.printable());
    settings.warnings().forEach(warning -> log.warn("{}", warning));
    try {
      Lifecycle lifecycle = wiring.wire(settings);
      lifecycle.start();
      stop.await();
      return lifecycle.stop(settings.value(AdminSettings.SHUTDOWN_TIMEOUT)) ? OK : FAILED;
    } catch (SettingException wrong) {
      err.println("jaegerstack %s: %s".formatted(component, wrong.getMessage()));
      return USAGE;
    } catch (IOException failed) {
      if (failed.getCause() instanceof SettingException wrong) {
        err.println("jaegerstack %s: %s".formatted(component, wrong.getMessage()));
        return USAGE;
      }
      logFailure(log, component, settings, failed);
      return FAILED;
    } catch (RuntimeException ours) {
      log.error("start failed component={}", component, ours);
      return FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /// One line: the message of an `IOException` says what failed and why. A stack trace only where
  /// the mistake is ours.
  private static void logFailure(
      Logger log, Component component, SettingValues settings, IOException failed) {
    if (failed.getCause() instanceof RuntimeException) {
      log.error("start failed component={}", component, failed);
      return;
    }
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    String flags =
        cause instanceof ListenException listen
            ? " flag=" + String.join(",", settings.flagsWith(listen.address()))
            : "";
    log.error("start failed component={}{} why=\"{}\"", component, flags, failed.getMessage());
  }

  private ProcessMain() {}
}
