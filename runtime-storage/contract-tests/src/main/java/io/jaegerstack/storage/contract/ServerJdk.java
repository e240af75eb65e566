package io.jaegerstack.storage.contract;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Java runtime of an older version, for real servers that do not run on ours: Cassandra 5 and
/// Elasticsearch 8 want 17. Looked for where `.mvn/find-jdk.sh` looks for ours; where none is, and
/// the machine has Debian's package tools, Debian's package is unpacked into the project's cache.
public final class ServerJdk {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"?(\\d+)");
  private static final long DOWNLOAD_MINUTES = 8;

  private ServerJdk() {}

  /// The home of a runtime of `version`.
  ///
  /// @throws IllegalStateException saying how to get one
  public static synchronized Path home(int version) {
    return installed(version)
        .or(() -> unpacked(version))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no Java %1$d found, expected JAVA_HOME_%1$d to name one, or one in a usual place (Debian: apt-get install openjdk-%1$d-jre-headless)"
                        .formatted(version)));
  }

  private static Optional<Path> installed(int version) {
    var places = new ArrayList<Path>();
    System.getenv().entrySet().stream()
        .filter(each -> each.getKey().startsWith("JAVA_HOME"))
        .sorted((one, two) -> two.getKey().compareTo(one.getKey()))
        .forEach(each -> places.add(Path.of(each.getValue())));
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path java = Path.of(directory).resolve("java");
      if (Files.isExecutable(java)) {
        places.add(resolved(java).resolve("../..").normalize());
      }
    }
    String user = System.getProperty("user.home");
    places.addAll(children(Path.of("/usr/lib/jvm"), "*" + version + "*"));
    places.addAll(children(Path.of("/opt"), "*jdk*" + version + "*"));
    places.addAll(children(Path.of("/opt/java"), "*"));
    places.addAll(children(Path.of(user, ".sdkman/candidates/java"), version + "*"));
    places.addAll(children(Path.of(user, ".jdks"), "*" + version + "*"));
    places.addAll(children(Path.of(user, ".asdf/installs/java"), "*" + version + "*"));
    places.addAll(children(cache(version).resolve("usr/lib/jvm"), "*"));
    return places.stream().filter(place -> isOf(place, version)).findFirst();
  }

  private static Path resolved(Path java) {
    try {
      return java.toRealPath();
    } catch (IOException unresolved) {
      return java;
    }
  }

  private static List<Path> children(Path directory, String named) {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> each = Files.newDirectoryStream(directory, named)) {
        each.forEach(found::add);
      } catch (IOException unreadable) {
        return List.of();
      }
    }
    return found;
  }

  private static boolean isOf(Path home, int version) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return false;
    }
    try {
      var matcher = VERSION.matcher(Files.readString(release));
      return matcher.find() && Integer.parseInt(matcher.group(1)) == version;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Path cache(int version) {
    String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return base.resolve("jaegerstack/java-" + version);
  }

  /// Without installing anything: package tools download for everyone.
  private static Optional<Path> unpacked(int version) {
    Path cache = cache(version);
    try {
      Files.createDirectories(cache);
      boolean isThere =
          run(cache, "apt-get", "download", "openjdk-%d-jre-headless".formatted(version));
      if (!isThere) {
        return Optional.empty();
      }
      for (Path each : children(cache, "*.deb")) {
        run(cache, "dpkg", "-x", each.toString(), cache.toString());
        Files.delete(each);
      }
      return Stream.of(cache.resolve("usr/lib/jvm"))
          .flatMap(jvm -> children(jvm, "*").stream())
          .filter(place -> isOf(place, version))
          .findFirst();
    } catch (IOException failed) {
      return Optional.empty();
    }
  }

  private static boolean run(Path directory, String... command) throws IOException {
    Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
    try {
      if (process.waitFor(DOWNLOAD_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }
}
