package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CassandraErrorsTest {
  private static final EndPoint PLACE = new Somewhere();

  @Test
  void serversThatAreAwayOrSlowMayHelpLater() {
    assertThat(CassandraErrors.of(new NoNodeAvailableException()).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    StorageException slow =
        CassandraErrors.of(new CompletionException(new DriverTimeoutException("slow")));
    assertThat(slow.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(slow.trouble()).contains(Trouble.UNREACHABLE);
    assertThat(slow).hasMessage("DriverTimeoutException: slow");
  }

  @Test
  void whatKeepsAServerFromAnsweringIsSaidInWords() {
    var unknown = new IllegalStateException("inner", new UnknownHostException("db"));
    assertThat(CassandraErrors.of(all(unknown)))
        .hasMessage("no server answers: a server (host name not resolved)");
    assertThat(CassandraErrors.of(all(new DriverTimeoutException("after 5 s"))))
        .hasMessage("no server answers: a server (DriverTimeoutException: after 5 s)");
    assertThat(CassandraErrors.of(new NoNodeAvailableException()))
        .hasMessage("no server is known to be up");
  }

  @Test
  void fullConnectionsAreAnOverload() {
    assertThat(CassandraErrors.of(all(new BusyConnectionException(1_024))).kind())
        .isEqualTo(Kind.OVERLOADED);
  }

  @Test
  void whoIsNotLetInIsUnauthorizedWhateverOtherServersSay() {
    StorageException refused =
        CassandraErrors.of(all(new AuthenticationException(PLACE, "bad password")));
    assertThat(refused.trouble()).contains(Trouble.UNAUTHORIZED);
    assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("bad password");
  }

  @Test
  void ourOwnStayWhatTheyAre() {
    var own = new StorageException(Kind.INVALID, "no");
    assertThat(CassandraErrors.of(new CompletionException(own))).isSameAs(own);
  }

  private static AllNodesFailedException all(Throwable error) {
    return new Failed(error);
  }

  /// Of one server, which it takes no node to say.
  private static final class Failed extends AllNodesFailedException {
    private static final long serialVersionUID = 1;

    private final transient Map<Node, List<Throwable>> errors;

    private Failed(Throwable error) {
      super("all failed", null, List.of());
      Map<Node, List<Throwable>> byNode = new HashMap<>();
      byNode.put(null, List.of(error));
      this.errors = byNode;
    }

    @Override
    public Map<Node, List<Throwable>> getAllErrors() {
      return errors;
    }

    @Override
    public DriverException copy() {
      return this;
    }
  }
}
