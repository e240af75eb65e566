package io.jaegerstack.allinone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A network of its own with nothing but a loopback, for programs that listen on fixed ports of
/// every address. Needs Linux; without root also user namespaces.
final class NetworkNamespace implements AutoCloseable {
  private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

  private final Process holder;

  private NetworkNamespace(Process holder) {
    this.holder = holder;
  }

  static NetworkNamespace open() throws IOException {
    var holder =
        new ProcessBuilder(
                "unshare",
                IS_ROOT ? "-n" : "-rn",
                "sh",
                "-c",
                "ip link set lo up && echo up && exec sleep 3600")
            .redirectErrorStream(true)
            .start();
    String said = holder.inputReader().readLine();
    if (!"up".equals(said)) {
      holder.destroyForcibly();
      throw new IOException("no network namespace: " + said);
    }
    return new NetworkNamespace(holder);
  }

  /// Words that run the command after them inside.
  List<String> enter() {
    List<String> enter =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n"));
    if (!IS_ROOT) {
      enter.addAll(List.of("-U", "--preserve-credentials"));
    }
    return enter;
  }

  @Override
  public void close() throws IOException {
    holder.destroyForcibly();
    try {
      holder.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
