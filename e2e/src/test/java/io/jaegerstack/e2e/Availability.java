package io.jaegerstack.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/// Whether this machine can run a cluster; `-De2e=required` makes a failure of what is a skip
/// otherwise, `-De2e=off` skips.
final class Availability {
  private static final String MODE = System.getProperty("e2e", "auto");

  private Availability() {}

  static void check() {
    if (MODE.equals("off")) {
      throw new TestAbortedException("-De2e=off");
    }
    if (System.getProperty("e2e.kubeconfig") == null) {
      checkOwnCluster();
    }
  }

  /// For scenarios that need a cluster of their own, whatever is given.
  static void checkOwnCluster() {
    missing().ifPresent(Availability::skip);
  }

  static void skip(String reason) {
    if (MODE.equals("required")) {
      throw new IllegalStateException("-De2e=required, but " + reason);
    }
    System.out.println("skipped: " + reason);
    throw new TestAbortedException(reason);
  }

  private static Optional<String> missing() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of(
          "a cluster of its own needs Linux; give one: -De2e.kubeconfig=F -De2e.context=X -De2e.load=CMD");
    }
    if (!System.getProperty("user.name").equals("root")) {
      return Optional.of(
          "a cluster of its own needs root; give one: -De2e.kubeconfig=F -De2e.context=X -De2e.load=CMD");
    }
    return onPath("go")
        ? Optional.empty()
        : Optional.of("a cluster of its own is built with Go, which is not on the PATH");
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
