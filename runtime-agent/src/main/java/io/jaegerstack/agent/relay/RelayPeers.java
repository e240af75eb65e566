package io.jaegerstack.agent.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connections that there are and that there should be: one to each address, to as many
/// addresses as are of use, each for some minutes, so that collectors that are added get their
/// share.
final class RelayPeers {
  private static final int MOST = 8;

  /// Between one half more and one half less than that.
  private static final Duration AGE = Duration.ofMinutes(5);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// Where the relay is not spoken, and something else is.
  private static final Duration STRANGER_PAUSE = Duration.ofSeconds(30);

  /// What is known of an address besides its connection.
  private static final class Peer {
    private int failures;
    private long notBeforeNanos;
    private boolean isStranger;
    private boolean hasFailed;
  }

  private final RandomGenerator random;
  private final Map<RelayAddress, Peer> peers = new HashMap<>();
  private final List<RelayConnection> connections = new ArrayList<>();
  private final Map<RelayConnection, Long> ends = new HashMap<>();

  RelayPeers(RandomGenerator random) {
    this.random = random;
  }

  /// These are the collectors now.
  void found(Set<RelayAddress> addresses, long nowNanos) {
    if (addresses.isEmpty()) {
      return;
    }
    peers.keySet().retainAll(addresses);
    addresses.forEach(
        address -> {
          var fresh = new Peer();
          fresh.notBeforeNanos = nowNanos;
          peers.putIfAbsent(address, fresh);
        });
    for (RelayConnection connection : List.copyOf(connections)) {
      if (!peers.containsKey(connection.address())) {
        connection.leave("its address is gone");
      }
    }
  }

  /// Makes the connections that are missing, with `dialled`, and lets go of old ones.
  void maintain(long nowNanos, Function<RelayAddress, RelayConnection> dialled) {
    for (RelayConnection connection : List.copyOf(connections)) {
      connection.checkTimes(nowNanos);
      if (nowNanos - ends.getOrDefault(connection, nowNanos + 1) >= 0) {
        connection.leave("it is old");
      }
    }
    var free = new ArrayList<>(peers.keySet());
    int count = 0;
    for (RelayConnection connection : connections) {
      if (!connection.isLeaving()) {
        free.remove(connection.address());
        count++;
      }
    }
    Collections.shuffle(free, Random.from(random));
    for (RelayAddress address : free) {
      if (count < MOST && nowNanos - peer(address).notBeforeNanos >= 0) {
        count++;
        RelayConnection connection = dialled.apply(address);
        connections.add(connection);
        ends.put(connection, nowNanos + (long) (AGE.toNanos() * (0.5 + random.nextDouble())));
      }
    }
  }

  private Peer peer(RelayAddress address) {
    return peers.getOrDefault(address, new Peer());
  }

  void welcomed(RelayConnection connection) {
    Peer peer = peer(connection.address());
    peer.failures = 0;
    peer.isStranger = false;
    peer.hasFailed = false;
  }

  /// A connection ended.
  ///
  /// @param wasSpoken whether the other side knows the relay
  void closed(RelayConnection connection, boolean wasSpoken, boolean isElsewhere, long nowNanos) {
    connections.remove(connection);
    ends.remove(connection);
    Peer peer = peer(connection.address());
    boolean wasWell = connection.wasWelcome();
    peer.failures = wasWell ? 0 : peer.failures + 1;
    peer.hasFailed = !wasWell;
    peer.isStranger = !wasSpoken;
    peer.notBeforeNanos = nowNanos + pause(peer, isElsewhere).toNanos();
  }

  private Duration pause(Peer peer, boolean isElsewhere) {
    long whole =
        isElsewhere && peer.isStranger
            ? STRANGER_PAUSE.toMillis()
            : Math.min(
                LONGEST_PAUSE.toMillis(),
                FIRST_PAUSE.toMillis() << Math.clamp(peer.failures - 1, 0, 10));
    return Duration.ofMillis((long) (whole * (0.5 + random.nextDouble() / 2)));
  }

  /// The connection that waits for the fewest receipts among those that take frames now.
  @Nullable RelayConnection leastBusy(long nowNanos) {
    RelayConnection best = null;
    for (RelayConnection connection : connections) {
      if (connection.mayTake(nowNanos)
          && (best == null || connection.openBytes() < best.openBytes())) {
        best = connection;
      }
    }
    return best;
  }

  boolean isAnyWelcome() {
    return connections.stream().anyMatch(RelayConnection::isWelcome);
  }

  /// Whether every collector was tried, and none of them knows the relay.
  boolean areAllStrangers() {
    return !peers.isEmpty()
        && peers.values().stream().allMatch(peer -> peer.hasFailed && peer.isStranger);
  }

  List<RelayConnection> all() {
    return List.copyOf(connections);
  }
}
