package io.jaegerstack.agent.relay;

import io.jaegerstack.settings.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Every address of a list of names. A name that cannot be looked up now keeps the addresses that
/// it had: a DNS server that is away is no reason to leave collectors that are not.
final class RelayAddresses {
  private final List<HostPort> names;
  private final Map<HostPort, List<RelayAddress>> known = new HashMap<>();
  private final AtomicBoolean isLooking = new AtomicBoolean();

  RelayAddresses(List<HostPort> names) {
    this.names = names;
  }

  /// Looks all names up, on a thread of its own, since it may take as long as DNS does, and tells
  /// `found` there. Nothing where the look-up before has not ended. Never waits.
  void lookUp(Consumer<Set<RelayAddress>> found) {
    if (isLooking.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("agent-relay-names").start(() -> found.accept(lookUp()));
    }
  }

  /// One thread at a time, each after the other's end.
  private Set<RelayAddress> lookUp() {
    try {
      var all = new LinkedHashSet<RelayAddress>();
      for (HostPort name : names) {
        List<RelayAddress> now = addresses(name);
        if (!now.isEmpty()) {
          known.put(name, now);
        }
        all.addAll(known.getOrDefault(name, List.of()));
      }
      return all;
    } finally {
      isLooking.set(false);
    }
  }

  private static List<RelayAddress> addresses(HostPort name) {
    try {
      var all = new ArrayList<RelayAddress>();
      for (InetAddress address : InetAddress.getAllByName(name.host())) {
        all.add(new RelayAddress(new InetSocketAddress(address, name.port()), name));
      }
      return all;
    } catch (UnknownHostException unknown) {
      return List.of();
    }
  }
}
