package io.jaegerstack.storage.elasticsearch.real;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Configuration, data and logs of one server, in a directory of its own.
final class ServerFiles {
  /// Options of the distribution that a short-lived server with a small heap is better without.
  private static final Pattern UNWANTED =
      Pattern.compile(
          "^#.*|^\\s*$|.*(UseG1GC|G1Reserve|InitiatingHeap|Xlog:gc|HeapDump|ErrorFile|-Xm[sx]).*");

  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-AlwaysPreTouch",
          "-Xms512m",
          "-Xmx512m");

  /// It refuses more than there are.
  private static final int PROCESSORS = Math.min(2, Runtime.getRuntime().availableProcessors());

  private static final int END_OF_LOG = 2_000;

  private static final String OPEN =
      """
      xpack.security.autoconfiguration.enabled: false
      xpack.security.enabled: false
      """;

  /// It takes over replaced files after one second instead of five. Whoever has a certificate is
  /// `anonymous`.
  private static final String SECURED =
      """
      xpack.security.autoconfiguration.enabled: false
      xpack.security.enabled: true
      xpack.security.http.ssl.enabled: true
      xpack.security.http.ssl.certificate: tls/tls.crt
      xpack.security.http.ssl.key: tls/tls.key
      xpack.security.http.ssl.certificate_authorities: ["tls/ca.crt"]
      xpack.security.http.ssl.client_authentication: required
      xpack.security.authc.anonymous.roles: superuser
      resource.reload.interval.high: 1s
      """;

  /// Who says nothing about himself may do everything; who does must be known.
  private static final String WITH_USERS =
      """
      xpack.security.autoconfiguration.enabled: false
      xpack.security.enabled: true
      xpack.security.authc.anonymous.roles: superuser
      resource.reload.interval.high: 1s
      """;

  /// What a writer needs, and nothing more.
  private static final String WRITER =
      """
      writer:
        cluster: [monitor, manage_index_templates]
        indices:
          - names: ['*jaeger-*']
            privileges: [read, write, create_index, view_index_metadata]
      """;

  private final Path home;
  private final Path run;
  private final Distribution distribution;
  private String scheme = "http://";

  ServerFiles(Path home, Path run) {
    this.home = home;
    this.run = run;
    this.distribution = Distribution.of(home);
  }

  void write(String address, int port) throws IOException {
    write(address, port, distribution == Distribution.ELASTICSEARCH ? OPEN : "");
  }

  void writeSecured(Path tls) throws IOException {
    scheme = "https://";
    write("127.0.0.1", 0, SECURED);
    copyTls(tls);
  }

  void writeWithUsers() throws IOException {
    write("127.0.0.1", 0, WITH_USERS);
    Files.writeString(run.resolve("config/roles.yml"), WRITER);
    Files.writeString(run.resolve("config/users"), "");
    Files.writeString(run.resolve("config/users_roles"), "");
  }

  /// Users are kept in files, because the test distribution cannot create the index that others
  /// use.
  void user(String name, String password, String role) throws IOException {
    Files.writeString(run.resolve("config/users"), name + ":" + hash(password) + "\n");
    Files.writeString(run.resolve("config/users_roles"), role + ":" + name + "\n");
  }

  private static String hash(String password) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
      return "{SHA}" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Makes the next start listen on `port`, with the data that are there.
  void again(int port) throws IOException {
    Path file = distribution.settings(run);
    Files.writeString(
        file, Files.readString(file).replaceFirst("http\\.port: \\d+", "http.port: " + port));
    Files.deleteIfExists(run.resolve("logs/http.ports"));
  }

  void copyTls(Path tls) throws IOException {
    Path inside = Files.createDirectories(run.resolve("config/tls"));
    for (String each : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.copy(tls.resolve(each), inside.resolve(each), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void write(String address, int port, String security) throws IOException {
    deleteOld();
    for (String each : List.of("config/jvm.options.d", "data", "logs", "tmp")) {
      Files.createDirectories(run.resolve(each));
    }
    Files.copy(home.resolve("config/log4j2.properties"), run.resolve("config/log4j2.properties"));
    var options = new ArrayList<String>();
    for (String line : Files.readAllLines(home.resolve("config/jvm.options"))) {
      if (!UNWANTED.matcher(line).matches()) {
        options.add(line.replace("-javaagent:agent/", "-javaagent:" + home + "/agent/"));
      }
    }
    options.addAll(SMALL);
    Files.write(run.resolve("config/jvm.options"), options);
    Files.writeString(distribution.settings(run), settings(address, port) + security);
  }

  private void deleteOld() throws IOException {
    if (!Files.exists(run)) {
      return;
    }
    try (var old = Files.walk(run)) {
      for (Path each : old.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private String settings(String address, int port) {
    return """
        cluster.name: test
        node.name: test
        node.processors: %d
        node.portsfile: true
        discovery.type: single-node
        http.host: "%s"
        http.port: %d
        transport.host: 127.0.0.1
        transport.port: 0
        path.data: %s
        path.logs: %s
        cluster.routing.allocation.disk.threshold_enabled: false
        node.store.allow_mmap: false
        """
        .formatted(PROCESSORS, address, port, run.resolve("data"), run.resolve("logs"));
  }

  /// `host:port` of its HTTP, once it listens.
  Optional<String> address() throws IOException {
    Path ports = run.resolve("logs/http.ports");
    if (!Files.exists(ports)) {
      return Optional.empty();
    }
    return Files.readAllLines(ports).stream().filter(line -> !line.isBlank()).findFirst();
  }

  URI uri(String address) {
    boolean isSecured = scheme.startsWith("https");
    // Certificates are of names.
    return URI.create(
        scheme + (isSecured ? address.replace("127.0.0.1", "localhost") : address) + "/");
  }

  /// The end of what it has written.
  String said() throws IOException {
    String log = Files.readString(run.resolve("out.log"));
    return log.substring(Math.max(0, log.length() - END_OF_LOG));
  }
}
