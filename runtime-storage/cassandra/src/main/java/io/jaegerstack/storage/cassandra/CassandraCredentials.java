package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.auth.AuthProvider;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.auth.SyncAuthenticator;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who we are: a user's name and password, for servers that ask. A password's file is read for each
/// new connection, so that a rotated one is used from the next on; Cassandra keeps open connections
/// as they are.
final class CassandraCredentials implements AuthProvider {
  private final String username;
  private final String password;
  private final String passwordFile;
  private final String fileFlag;
  private final List<String> allowed;

  /// Whether the last server that asked has let us in.
  private volatile boolean isWelcome = true;

  CassandraCredentials(ClusterSettings settings) {
    username = settings.value(CassandraSettings::username);
    password = settings.value(CassandraSettings::password);
    passwordFile = settings.value(CassandraSettings::passwordFile);
    fileFlag = settings.names().passwordFile().flag();
    allowed = settings.value(CassandraSettings::allowedAuthenticators);
    if (username.isEmpty() && !(password.isEmpty() && passwordFile.isEmpty())) {
      throw new SettingException(
          "%s is empty while there is a password, expected its user's name"
              .formatted(settings.names().username().flag()));
    }
  }

  /// False where the last connection ended while we said who we are, or has not ended yet.
  boolean isWelcome() {
    return isWelcome;
  }

  @Override
  public SyncAuthenticator newAuthenticator(EndPoint endPoint, String serverAuthenticator) {
    if (username.isEmpty()) {
      isWelcome = false;
      throw new AuthenticationException(
          endPoint, "the server wants a user's name and password, and none is set");
    }
    if (!allowed.isEmpty() && !allowed.contains(serverAuthenticator)) {
      isWelcome = false;
      throw new AuthenticationException(
          endPoint,
          "the server's authenticator is %s, expected one of %s"
              .formatted(serverAuthenticator, allowed));
    }
    isWelcome = false;
    return new Plain(endPoint);
  }

  @Override
  public void onMissingChallenge(EndPoint endPoint) {
    // A server that asks nobody: as Jaeger's client, we go on.
  }

  @Override
  public void close() {}

  private byte[] secret(EndPoint endPoint) {
    if (passwordFile.isEmpty()) {
      return password.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(Path.of(passwordFile)).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new AuthenticationException(
          endPoint,
          "%s is %s, which cannot be read: %s".formatted(fileFlag, passwordFile, unreadable),
          unreadable);
    }
  }

  /// SASL PLAIN.
  private final class Plain implements SyncAuthenticator {
    private final EndPoint endPoint;

    private Plain(EndPoint endPoint) {
      this.endPoint = endPoint;
    }

    @Override
    public ByteBuffer initialResponseSync() {
      var token = new ByteArrayOutputStream();
      token.write(0);
      token.writeBytes(username.getBytes(StandardCharsets.UTF_8));
      token.write(0);
      token.writeBytes(secret(endPoint));
      return ByteBuffer.wrap(token.toByteArray());
    }

    @Override
    public @Nullable ByteBuffer evaluateChallengeSync(@Nullable ByteBuffer challenge) {
      return null;
    }

    @Override
    public void onAuthenticationSuccessSync(@Nullable ByteBuffer token) {
      isWelcome = true;
    }
  }
}
