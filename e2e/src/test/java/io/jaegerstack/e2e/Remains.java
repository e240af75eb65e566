package io.jaegerstack.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a cluster of `e2e/cluster` is made of on this machine, found without the scripts' own
/// records.
final class Remains {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final Path PROCESSES = Path.of("/proc");

  private final String cluster;
  private final String name;

  /// @param cluster its name, as in `CLUSTER=name e2e/cluster/up.sh`
  Remains(String cluster) {
    this.cluster = cluster;
    this.name = "jaegerstack-" + cluster;
  }

  /// Those who run in its cgroups or say its name: nodes, pods, forwarders.
  Stream<String> processes() {
    String self = Long.toString(ProcessHandle.current().pid());
    return entries(PROCESSES)
        .filter(folder -> folder.getFileName().toString().matches("\\d+"))
        .filter(folder -> !folder.getFileName().toString().equals(self))
        .filter(
            folder ->
                text(folder.resolve("cgroup")).contains("/" + name + "-n")
                    || mentions(text(folder.resolve("cmdline"))))
        .map(folder -> folder + " " + text(folder.resolve("cmdline")).replace('\0', ' '));
  }

  Stream<Path> networkNamespaces() {
    return entries(Path.of("/run/netns")).filter(startsWith(name + "-"));
  }

  Stream<Path> cgroups() {
    return entries(CGROUPS).flatMap(Remains::entries).filter(startsWith(name + "-n"));
  }

  Stream<String> mounts() {
    return text(PROCESSES.resolve("self/mountinfo")).lines().filter(this::mentions);
  }

  /// State of the cluster, and of the quickstart on its own cluster.
  Stream<Path> folders() {
    Path clusters = state("/var/lib/jaegerstack").resolve("cluster");
    Path own =
        state(System.getProperty("user.home") + "/.local/state/jaegerstack")
            .resolve("quickstart/own-" + cluster);
    return Stream.of(clusters.resolve(cluster), own).filter(Files::exists);
  }

  private boolean mentions(String text) {
    return text.contains(name) || text.contains("/cluster/" + cluster + "/");
  }

  private static Path state(String otherwise) {
    return Path.of(Optional.ofNullable(System.getenv("JAEGERSTACK_STATE")).orElse(otherwise));
  }

  private static Predicate<Path> startsWith(String prefix) {
    return path -> path.getFileName().toString().startsWith(prefix);
  }

  private static Stream<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Empty where the process has ended meanwhile.
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
