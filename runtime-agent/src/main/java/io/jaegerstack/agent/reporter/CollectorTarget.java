package io.jaegerstack.agent.reporter;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// gRPC's notation of `reporter.grpc.host-port`: a list of names, each to be looked up by a
/// [CollectorAddresses]. gRPC's own `dns:///` knows no lists, and looks again only when a
/// connection breaks: collectors that are added would stay idle.
final class CollectorTarget {
  private static final String SCHEME = "collectors";
  private static final String REFRESH = "refresh=";
  private static final NameResolverProvider PROVIDER = new Provider();

  /// @param collectors `host:port`, several separated by commas, or `dns:///name:port`
  /// @param refresh how often names are looked up again
  static String of(String collectors, Duration refresh) {
    String list = collectors.replaceFirst("^dns:///", "").replace(" ", "");
    // An IPv6 address has brackets, which a path may not.
    return "%s:///%s?%s%s"
        .formatted(SCHEME, list.replace("[", "%5B").replace("]", "%5D"), REFRESH, refresh);
  }

  /// Makes this notation known to gRPC, which looks for resolvers in one registry per process.
  /// Registering again changes nothing.
  static void register() {
    NameResolverRegistry.getDefaultRegistry().register(PROVIDER);
  }

  private static List<String> names(URI target) {
    return Arrays.asList(target.getPath().substring(1).split(","));
  }

  private static Duration refresh(URI target) {
    return Duration.parse(target.getQuery().substring(REFRESH.length()));
  }

  private static final class Provider extends NameResolverProvider {
    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return SCHEME.equals(target.getScheme())
          ? new CollectorAddresses(names(target), refresh(target), args)
          : null;
    }
  }

  private CollectorTarget() {}
}
