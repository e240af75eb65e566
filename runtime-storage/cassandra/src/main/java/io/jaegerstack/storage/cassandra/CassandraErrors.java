package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the driver's exceptions mean to those who write and read.
final class CassandraErrors {
  /// Named in one message.
  private static final int MOST_SERVERS = 3;

  private static final String TOO_LARGE = "too large for the maximum size";
  private static final Pattern NO_TABLE =
      Pattern.compile(
          "(?i).*(unconfigured table|table \\S+ does not exist|keyspace \\S+ does not exist|undefined column name|undefined name).*",
          Pattern.DOTALL);

  private CassandraErrors() {}

  /// `failed` as ours, with the trouble where it says one.
  static StorageException of(Throwable failed) {
    Throwable cause = bare(failed);
    if (cause instanceof StorageException ours) {
      return ours;
    }
    Trouble trouble = trouble(cause);
    return new StorageException(kind(cause, trouble), trouble, message(cause), cause);
  }

  private static Throwable bare(Throwable failed) {
    Throwable cause = failed;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof AllNodesFailedException all ? worst(all) : cause;
  }

  /// Of the answers of several servers the one that says most: that one would not let us in.
  private static Throwable worst(AllNodesFailedException all) {
    return all.getAllErrors().values().stream()
        .flatMap(List::stream)
        .filter(each -> each instanceof AuthenticationException)
        .findFirst()
        .orElse(all);
  }

  private static @Nullable Trouble trouble(Throwable cause) {
    if (cause instanceof AuthenticationException || cause instanceof UnauthorizedException) {
      return Trouble.UNAUTHORIZED;
    }
    if (cause instanceof InvalidQueryException && NO_TABLE.matcher(message(cause)).matches()) {
      return Trouble.SCHEMA_MISSING;
    }
    return isRefusal(cause) ? null : Trouble.UNREACHABLE;
  }

  /// Rights and tables can come later; what a server calls wrong stays wrong.
  private static Kind kind(Throwable cause, @Nullable Trouble trouble) {
    if (trouble == Trouble.UNAUTHORIZED || trouble == Trouble.SCHEMA_MISSING) {
      return Kind.UNAVAILABLE;
    }
    if (isRefusal(cause)) {
      return Kind.INVALID;
    }
    return isOverload(cause) ? Kind.OVERLOADED : Kind.UNAVAILABLE;
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof InvalidQueryException
        || cause instanceof SyntaxError
        || cause instanceof InvalidConfigurationInQueryException
        || (cause instanceof ServerError && message(cause).contains(TOO_LARGE));
  }

  private static boolean isOverload(Throwable cause) {
    if (cause instanceof AllNodesFailedException all) {
      List<Throwable> errors = all.getAllErrors().values().stream().flatMap(List::stream).toList();
      return !errors.isEmpty() && errors.stream().allMatch(CassandraErrors::isOverload);
    }
    return cause instanceof OverloadedException
        || cause instanceof BusyConnectionException
        || cause instanceof WriteTimeoutException
        || cause instanceof ReadTimeoutException;
  }

  /// What each server's last try came to, without the driver's own names for things.
  private static String tries(AllNodesFailedException all) {
    if (all.getAllErrors().isEmpty()) {
      return "no server is known to be up";
    }
    return all.getAllErrors().entrySet().stream()
        .limit(MOST_SERVERS)
        .map(each -> place(each.getKey()) + " (" + why(each.getValue().getLast()) + ")")
        .collect(Collectors.joining(", ", "no server answers: ", ""));
  }

  private static String place(@Nullable Node server) {
    if (server == null) {
      return "a server";
    }
    return server.getEndPoint().resolve() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : server.getEndPoint().toString();
  }

  /// Of a connection that was not made the innermost cause says most.
  private static String why(Throwable failed) {
    Throwable cause = failed;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return "host name not resolved";
    }
    return cause instanceof ClosedChannelException ? "cannot connect" : message(cause);
  }

  private static String message(Throwable cause) {
    if (cause instanceof AllNodesFailedException all) {
      return tries(all);
    }
    String said = cause.getMessage();
    String name = cause.getClass().getSimpleName();
    return said == null || said.isEmpty()
        ? name.toLowerCase(Locale.ROOT)
        : name + ": " + said.lines().findFirst().orElse("");
  }
}
