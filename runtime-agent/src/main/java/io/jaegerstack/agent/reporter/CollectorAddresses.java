package io.jaegerstack.agent.reporter;

import static java.util.Objects.requireNonNull;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.grpc.SynchronizationContext.ScheduledHandle;
import io.jaegerstack.settings.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Every address of a list of names: of a headless Service, one for each of its pods. Looked up
/// again from time to time, so that new collectors get their share and those that are gone are left
/// in peace, and at once where a connection breaks. A name that cannot be looked up now keeps the
/// addresses that it had: a DNS server that is away is no reason to leave collectors that are not.
///
/// All but the look-up itself runs in gRPC's synchronization context.
final class CollectorAddresses extends NameResolver {
  private final List<String> names;
  private final Duration refresh;
  private final SynchronizationContext context;
  private final ScheduledExecutorService timer;
  private final Executor waiting;
  private final Map<String, List<EquivalentAddressGroup>> known = new HashMap<>();
  private @Nullable Listener2 listener;
  private @Nullable ScheduledHandle next;
  private boolean isLooking;
  private boolean isShutDown;

  CollectorAddresses(List<String> names, Duration refresh, Args args) {
    this.names = names;
    this.refresh = refresh;
    this.context = args.getSynchronizationContext();
    this.timer = args.getScheduledExecutorService();
    this.waiting = requireNonNull(args.getOffloadExecutor(), "gRPC's offload executor");
  }

  @Override
  public String getServiceAuthority() {
    return names.getFirst();
  }

  @Override
  public void start(Listener2 results) {
    listener = results;
    refresh();
  }

  @Override
  public void refresh() {
    if (isLooking || isShutDown) {
      return;
    }
    isLooking = true;
    if (next != null) {
      next.cancel();
    }
    waiting.execute(this::lookUp);
  }

  /// On one of gRPC's platform threads: it may take as long as DNS does, and would keep a virtual
  /// thread's carrier from all senders.
  private void lookUp() {
    Map<String, List<EquivalentAddressGroup>> found = new HashMap<>();
    for (String name : names) {
      HostPort.parse(name)
          .map(CollectorAddresses::addresses)
          .filter(all -> !all.isEmpty())
          .ifPresent(all -> found.put(name, all));
    }
    context.execute(() -> found(found));
  }

  private void found(Map<String, List<EquivalentAddressGroup>> found) {
    isLooking = false;
    if (isShutDown || listener == null) {
      return;
    }
    known.putAll(found);
    List<EquivalentAddressGroup> all =
        names.stream().flatMap(name -> known.getOrDefault(name, List.of()).stream()).toList();
    if (all.isEmpty()) {
      listener.onError(Status.UNAVAILABLE.withDescription("no address found for any of " + names));
    } else {
      listener.onResult(
          ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(all)).build());
    }
    next = context.schedule(this::refresh, refresh.toNanos(), TimeUnit.NANOSECONDS, timer);
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
  public void shutdown() {
    isShutDown = true;
    if (next != null) {
      next.cancel();
    }
  }
}
