package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that speaks TLS only, asks for certificates, and wants a user's name and password.
class CassandraAccessIT {
  private static final CassandraSettings MAIN = CassandraSettings.MAIN;
  private static final TlsClientSettings TLS = MAIN.tls();
  private static final String STORE_PASSWORD = "secret";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static RealCassandra server;

  @BeforeAll
  static void start() throws Exception {
    TestAuthority first = TestAuthority.named("first");
    certify(first);
    certifyServer(first);
    TestAuthority.named("stranger").writeTo(file("stranger.crt"));
    server =
        RealCassandra.start(
            "access",
            OPTIONS.formatted(
                file("server.p12"), STORE_PASSWORD, file("trust.p12"), STORE_PASSWORD));
    try (Storage storage = open(as("cassandra", "cassandra"))) {
      storage.check();
    }
    asSuperuser(
        "CREATE ROLE writer WITH LOGIN = true AND PASSWORD = 'one'",
        "GRANT SELECT ON KEYSPACE access TO writer",
        "GRANT MODIFY ON KEYSPACE access TO writer",
        "CREATE ROLE guest WITH LOGIN = true AND PASSWORD = 'one'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// Its log is synced before it answers: with the usual second in between, a server that is killed
  /// forgets the password that it has just been given.
  private static final String OPTIONS =
      """
      commitlog_sync: batch
      commitlog_sync_period: 0ms
      authenticator: PasswordAuthenticator
      authorizer: CassandraAuthorizer
      permissions_validity: 0ms
      roles_validity: 0ms
      credentials_validity: 0ms
      client_encryption_options:
        enabled: true
        optional: false
        keystore: %s
        keystore_password: %s
        store_type: PKCS12
        require_client_auth: true
        truststore: %s
        truststore_password: %s
      """;

  /// Ours: whom we trust and who we are are both of `authority` alone.
  private static void certify(TestAuthority authority) throws Exception {
    authority.writeTo(file("ca.crt"));
    TestAuthority.write(authority.client("collector"), file("client.crt"), file("client.key"));
  }

  /// The same for the server, which takes it over when it starts.
  private static void certifyServer(TestAuthority authority) throws Exception {
    char[] password = STORE_PASSWORD.toCharArray();
    try (var keys = Files.newOutputStream(file("server.p12"))) {
      authority.server("localhost").toKeyStore(password).store(keys, password);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.certificate());
    try (var trust = Files.newOutputStream(file("trust.p12"))) {
      trusted.store(trust, password);
    }
  }

  /// Neither side knows anything of the authority before: who did not look at the files again is
  /// not let in, and lets nobody in.
  @Test
  void storesWithCertificatesOfBothSidesThatWereReplaced() throws Exception {
    try (Storage storage = open(as("cassandra", "cassandra"))) {
      assertStores(storage);
      server.kill();
      TestAuthority second = TestAuthority.named("second");
      certify(second);
      certifyServer(second);
      server.startAgain();

      assertStores(storage);
      assertThatCode(storage::check).doesNotThrowAnyException();
    }
  }

  @Test
  void storesWithAPasswordThatWasReplacedInItsFile() throws Exception {
    Files.writeString(file("password"), "one\n");
    var settings = as("writer", "").with(MAIN.passwordFile(), file("password").toString());
    try (Storage storage = open(settings)) {
      storage.check();
      assertStores(storage);
      awaitChanged("ALTER ROLE writer WITH PASSWORD = 'two'");
      Files.writeString(file("password"), "two\n");
      server.kill();
      server.startAgain();

      assertStores(storage);
      assertThatCode(storage::check).doesNotThrowAnyException();
    }
  }

  @Test
  void saysWhoIsNotLetIn() {
    assertUnauthorized(as("writer", "wrong"), "Provided username writer and/or password are");
    assertUnauthorized(as("", ""), "wants a user's name and password");
    assertUnauthorized(as("guest", "one"), "guest has no SELECT permission");
    assertUnauthorized(
        as("guest", "one").with(MAIN.allowedAuthenticators(), List.of("a.b.Other")),
        "PasswordAuthenticator, expected one of [a.b.Other]");
  }

  @Test
  void showsNoPasswordToAServerOfAnotherAuthority() {
    assertUnreachable(as("guest", "one").with(TLS.ca(), file("stranger.crt").toString()));
  }

  @Test
  void isRefusedWithoutACertificate() {
    assertUnreachable(as("guest", "one").with(TLS.cert(), "").with(TLS.key(), ""));
  }

  private static void assertUnreachable(SettingValues settings) {
    try (Storage storage = open(settings)) {
      assertThatThrownBy(storage::check)
          .isInstanceOfSatisfying(
              StorageException.class, it -> assertThat(it.trouble()).contains(Trouble.UNREACHABLE));
    }
  }

  private static void assertUnauthorized(SettingValues settings, String says) {
    try (Storage storage = open(settings)) {
      assertThatThrownBy(storage::check)
          .isInstanceOfSatisfying(
              StorageException.class, it -> assertThat(it.trouble()).contains(Trouble.UNAUTHORIZED))
          .hasMessageContaining(says);
    }
  }

  private static void assertStores(Storage storage) {
    var batches = List.of(SpanBatch.of(List.of(TestSpan.of("shop", "x").build())));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    assertThat(storage.reader().services()).contains("shop");
  }

  /// Cassandra lets a password be changed once in five seconds, and calls itself overloaded before.
  private static void awaitChanged(String statement) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        asSuperuser(statement);
        return;
      } catch (OverloadedException early) {
        if (System.nanoTime() > end) {
          throw early;
        }
        LockSupport.parkNanos(500_000_000);
      }
    }
  }

  private static void asSuperuser(String... statements) {
    try (CqlSession session =
        new DriverSession(
                ClusterSettings.of(as("cassandra", "cassandra"), MAIN),
                new CassandraCredentials(ClusterSettings.of(as("cassandra", "cassandra"), MAIN)),
                new SimpleMeterRegistry())
            .open()) {
      for (String each : statements) {
        session.execute(each);
      }
    }
  }

  private static SettingValues as(String user, String password) {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(MAIN.servers(), List.of("localhost"))
        .with(MAIN.port(), server.port())
        .with(MAIN.keyspace(), "access")
        .with(MAIN.username(), user)
        .with(MAIN.password(), password)
        .with(MAIN.reconnectInterval(), Duration.ofSeconds(2))
        .with(TLS.enabled(), true)
        .with(TLS.ca(), file("ca.crt").toString())
        .with(TLS.cert(), file("client.crt").toString())
        .with(TLS.key(), file("client.key").toString())
        .with(TLS.reloadInterval(), Duration.ofMillis(10))
        .with(CassandraSettings.SCHEMA_CREATE, user.equals("cassandra"))
        .with(CassandraSettings.SCHEMA_MODE, "test");
  }

  private static Path file(String name) {
    return directory.resolve(name);
  }

  private static Storage open(SettingValues settings) {
    return StorageFactory.of("cassandra").open(settings, new SimpleMeterRegistry());
  }
}
