package io.jaegerstack.allinone;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A program of Jaeger's own, running in a network where its fixed ports are free.
record StockJaeger(Process process) implements AutoCloseable {
  /// The last version with an agent.
  static final String V67 = "jaeger67";

  /// The last of the first generation, whose module is also that of the second.
  static final String V76 = "jaeger76";

  /// Starts `program` of `app`, one of `e2e/apps`; its log goes to `target/stock-<log>.log`.
  static StockJaeger start(
      NetworkNamespace network, String app, String program, String log, String... flags)
      throws Exception {
    String path = ClientProgram.built(app) + "/" + program;
    return new StockJaeger(Jaeger17.started(network.enter(), path, log, flags));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
