package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import org.junit.jupiter.api.Test;

/// A connection that ended while we said who we are: the server may have refused us, or died.
class LiveSessionTest {
  private static final StorageException DOWN =
      new StorageException(Kind.UNAVAILABLE, Trouble.UNREACHABLE, "no node", null);

  private static final EndPoint PLACE = new Somewhere();

  @Test
  void aServerThatRefusesUsIsToldFromOneThatIsDown() {
    StorageException refused =
        failingWith(new AuthenticationException(PLACE, "bad password")).askedAnew(DOWN);
    assertThat(refused.trouble()).contains(Trouble.UNAUTHORIZED);
    assertThat(refused).hasMessageContaining("bad password");
  }

  @Test
  void aServerThatDiedWhileItAskedWhoWeAreIsUnreachable() {
    StorageException died = failingWith(new NoNodeAvailableException()).askedAnew(DOWN);
    assertThat(died.trouble()).contains(Trouble.UNREACHABLE);
  }

  private static LiveSession failingWith(RuntimeException failure) {
    var settings =
        ClusterSettings.of(
            SettingValues.defaults(Catalogue.of(Component.COLLECTOR)), CassandraSettings.MAIN);
    return new LiveSession(
        () -> {
          throw failure;
        },
        new Schema(settings.keyspace(), SchemaSettings.of(settings)),
        settings.keyspace(),
        System::nanoTime);
  }
}
