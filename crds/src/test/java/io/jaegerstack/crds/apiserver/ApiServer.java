package io.jaegerstack.crds.apiserver;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests an API server with our CRD: one per JVM, started by `e2e/cluster/api-up.sh` when a
/// first test asks for it, ended with the JVM however that ends. Where it cannot be started the
/// tests are skipped with the reason, and with `-De2e=required` they fail. Tests keep apart by
/// namespaces of their own ([#newNamespace]).
public final class ApiServer implements BeforeAllCallback, ParameterResolver {
  private static final Namespace SCOPE = Namespace.create(ApiServer.class);

  /// The first start on a machine compiles the binaries, which takes ten minutes on two cores.
  private static final long START_MINUTES = 25;

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningApiServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private static RunningApiServer running(ExtensionContext context) {
    var start =
        context.getRoot().getStore(SCOPE).computeIfAbsent("server", key -> start(), Start.class);
    return switch (start) {
      case Start.Started(RunningApiServer server) -> server;
      case Start.Impossible(String reason) -> {
        if ("required".equals(System.getProperty("e2e"))) {
          throw new IllegalStateException(reason);
        }
        yield abort("skipped, no API server: " + reason);
      }
    };
  }

  private static Start start() {
    Path scripts = Path.of("../e2e/cluster").toAbsolutePath().normalize();
    try {
      Path log = Files.createTempFile("api-up", ".log");
      var process =
          new ProcessBuilder(
                  scripts.resolve("api-up.sh").toString(),
                  "--parent",
                  Long.toString(ProcessHandle.current().pid()))
              .redirectError(log.toFile())
              .start();
      String kubeconfig = new String(process.getInputStream().readAllBytes()).strip();
      if (!process.waitFor(START_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        return new Start.Impossible("api-up.sh failed: " + Files.readString(log).strip());
      }
      Files.delete(log);
      return new Start.Started(RunningApiServer.of(Path.of(kubeconfig), scripts));
    } catch (IOException impossible) {
      return new Start.Impossible(impossible.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Start.Impossible("interrupted");
    }
  }

  /// The outcome of the one attempt; kept, so that it is not repeated for every class.
  private sealed interface Start extends AutoCloseable {
    record Started(RunningApiServer server) implements Start {
      @Override
      public void close() {
        server.close();
      }
    }

    record Impossible(String reason) implements Start {
      @Override
      public void close() {}
    }
  }
}
