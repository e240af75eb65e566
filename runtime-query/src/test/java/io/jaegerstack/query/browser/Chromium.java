package io.jaegerstack.query.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A headless browser process with a profile of its own, which is gone when it is closed.
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Chromium(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /// The browser on the PATH; where there is none and packages may be installed, Debian's.
  public static Optional<Path> installed() throws IOException, InterruptedException {
    Optional<Path> found = onPath();
    return found.isPresent() || !install() ? found : onPath();
  }

  private static boolean install() throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")
        || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      return false;
    }
    var install =
        new ProcessBuilder(
            "/usr/bin/apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium");
    install.environment().put("DEBIAN_FRONTEND", "noninteractive");
    return install.redirectErrorStream(true).inheritIO().start().waitFor() == 0;
  }

  private static Optional<Path> onPath() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Chromium start(Path executable) throws IOException {
    Path profile = Files.createTempDirectory("chromium-profile");
    Process process =
        new ProcessBuilder(
                executable.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Chromium(process, profile, DevTools.connect(address(process)));
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static URI address(Process process) throws IOException {
    var errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    var said = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      Matcher match = LISTENING.matcher(line);
      if (match.find()) {
        // What it says from here on must be read, or it stops when the pipe is full.
        Thread.ofVirtual().start(() -> errors.lines().forEach(_ -> {}));
        return URI.create(match.group(1));
      }
      said.append(line).append('\n');
    }
    throw new IOException("the browser ended without a debugging address: " + said);
  }

  /// A new empty page.
  public BrowserPage open() {
    String target =
        tools
            .send("", "Target.createTarget", Map.of("url", "about:blank"))
            .get("targetId")
            .asText();
    String session =
        tools
            .send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asText();
    return new BrowserPage(tools, session);
  }

  @Override
  public void close() {
    tools.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(profile);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException leftOver) {
      folder.toFile().deleteOnExit();
    }
  }
}
