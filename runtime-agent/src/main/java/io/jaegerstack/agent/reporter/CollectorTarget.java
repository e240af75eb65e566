package io.jaegerstack.agent.reporter;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.jaegerstack.settings.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// gRPC's notation of `reporter.grpc.host-port`. One address and `dns:///…` are gRPC's own; a list
/// is not, so it gets a resolver.
final class CollectorTarget {
  private static final String LIST_SCHEME = "collectors";
  private static final NameResolverProvider LISTS = new Lists();

  static String of(String collectors) {
    if (collectors.contains("://")) {
      return collectors;
    }
    return collectors.contains(",")
        ? LIST_SCHEME + ":///" + collectors.replace(" ", "")
        : "dns:///" + collectors;
  }

  /// Makes lists known to gRPC, which looks for resolvers in one registry per process. Registering
  /// again changes nothing.
  static void register() {
    NameResolverRegistry.getDefaultRegistry().register(LISTS);
  }

  private static final class Lists extends NameResolverProvider {
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
      return LIST_SCHEME;
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
      return LIST_SCHEME.equals(target.getScheme())
          ? new ListResolver(target.getPath().substring(1), args)
          : null;
    }
  }

  /// Looks up every name of a list, again whenever a connection breaks.
  private static final class ListResolver extends NameResolver {
    private final String list;
    private final Executor executor;
    private @Nullable Listener2 listener;

    ListResolver(String list, Args args) {
      this.list = list;
      this.executor = args.getOffloadExecutor() == null ? Runnable::run : args.getOffloadExecutor();
    }

    @Override
    public String getServiceAuthority() {
      return list.split(",", 2)[0];
    }

    @Override
    public void start(Listener2 results) {
      listener = results;
      refresh();
    }

    @Override
    public void refresh() {
      if (listener != null) {
        Listener2 results = listener;
        executor.execute(() -> resolve(results));
      }
    }

    private void resolve(Listener2 results) {
      var found = new ArrayList<EquivalentAddressGroup>();
      for (String one : list.split(",")) {
        HostPort.parse(one).ifPresent(address -> found.addAll(addresses(address)));
      }
      if (found.isEmpty()) {
        results.onError(Status.UNAVAILABLE.withDescription("no address found for any of " + list));
      } else {
        results.onResult(
            ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(found)).build());
      }
    }

    private static List<EquivalentAddressGroup> addresses(HostPort name) {
      try {
        var all = new ArrayList<EquivalentAddressGroup>();
        for (InetAddress address : InetAddress.getAllByName(name.host())) {
          all.add(
              new EquivalentAddressGroup(
                  new InetSocketAddress(address, name.port()), dialledAs(name)));
        }
        return all;
      } catch (UnknownHostException unknown) {
        return List.of();
      }
    }

    /// What this server's certificate must say, which for a list is not one name for all.
    private static Attributes dialledAs(HostPort name) {
      return Attributes.newBuilder()
          .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, name.toString())
          .build();
    }

    @Override
    public void shutdown() {}
  }

  private CollectorTarget() {}
}
