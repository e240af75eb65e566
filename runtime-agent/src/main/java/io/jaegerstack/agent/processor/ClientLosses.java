package io.jaegerstack.agent.processor;

import static java.util.Objects.requireNonNull;

import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.wire.thrift.ClientStats;
import io.jaegerstack.wire.thrift.PacketSkim;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What clients say they sent and lost: Go and Node clients number their batches and carry their
/// own drop counts, keyed by the process tag `client-uuid`. For clients that do not, losses before
/// the agent stay unknown.
///
/// A client's first batch only sets its base, since it may have run long before this agent did.
/// Batches out of order count for nothing more, but for those just before the first. The clients
/// remembered are bounded in number and in time: anyone can invent a uuid.
public final class ClientLosses {
  /// Beyond it new clients are not followed until others have gone quiet.
  private static final int MAX_CLIENTS = 10_000;

  /// Jaeger's agent forgets a client after an hour, too.
  private static final Duration FORGET_AFTER = Duration.ofHours(1);

  /// Largest step between two messages that is believed: at one batch a millisecond, a quarter of
  /// an hour's. A larger one, which anyone can invent, sets the base anew.
  private static final long LARGEST_STEP = 1_000_000;

  /// Batches that may be under way in other workers when a client's first is counted.
  private static final long OVERTAKEN = 64;

  /// Largest number that a client of ours is believed to have when it is heard of first: at a
  /// thousand batches a second, a month's.
  private static final long LARGEST_BEFORE = 3_000_000_000L;

  private static final ClientStats NO_STATS = new ClientStats(0, 0, 0);

  /// What a client said last.
  private static final class Client {
    private long first;
    private long seqNo;
    private ClientStats stats = NO_STATS;
    private long seenNanos;
  }

  private final Hop hop;
  private final LongSupplier nanoTime;
  private final Map<ClientUuid, Client> clients = new HashMap<>();
  private final LongAdder batchesReceived = new LongAdder();
  private final LongAdder batchesSent = new LongAdder();
  private final LongAdder batchesBefore = new LongAdder();
  private final ClientUuid asked = new ClientUuid();
  private long sweptNanos;

  /// @param hop where the losses are put beside the balance
  public ClientLosses(Hop hop, LongSupplier nanoTime) {
    this.hop = hop;
    this.nanoTime = nanoTime;
    this.sweptNanos = nanoTime.getAsLong();
  }

  /// Takes in what the packet in `source` says that `skim` has passed last. Allocates nothing where
  /// a client is known and says of its losses what it said before.
  void seen(PacketSkim skim, byte[] source) {
    if (skim.seqNo() < 0 || !skim.hasClientUuid()) {
      return;
    }
    synchronized (this) {
      long now = nanoTime.getAsLong();
      sweep(now);
      batchesReceived.increment();
      asked.at(source, skim.clientUuidOffset(), skim.clientUuidLength());
      Client client = clients.get(asked);
      if (client != null) {
        follow(client, skim, now);
      } else if (clients.size() < MAX_CLIENTS) {
        client = new Client();
        client.first = skim.seqNo();
        clients.put(asked.copy(), client);
        update(client, skim, now);
        if (skim.seqNo() <= LARGEST_BEFORE) {
          batchesBefore.add(Math.max(0, skim.seqNo() - 1));
        }
      }
    }
  }

  private void follow(Client client, PacketSkim skim, long now) {
    long step = skim.seqNo() - client.seqNo;
    if (step <= 0) {
      precede(client, skim.seqNo());
      return;
    }
    ClientStats before = client.stats;
    update(client, skim, now);
    if (step > LARGEST_STEP) {
      client.first = skim.seqNo();
      return;
    }
    batchesSent.add(step);
    ClientStats told = client.stats;
    if (!told.equals(before)) {
      count(
          LostBefore.CLIENT_QUEUE_FULL,
          before.fullQueueDroppedSpans(),
          told.fullQueueDroppedSpans());
      count(
          LostBefore.CLIENT_TOO_LARGE, before.tooLargeDroppedSpans(), told.tooLargeDroppedSpans());
      count(LostBefore.CLIENT_SEND_FAILURE, before.failedToEmitSpans(), told.failedToEmitSpans());
    }
  }

  /// A batch that the client's first has overtaken is the first in truth.
  private void precede(Client client, long seqNo) {
    long earlier = client.first - seqNo;
    if (earlier > 0 && earlier <= OVERTAKEN) {
      client.first = seqNo;
      batchesSent.add(earlier);
    }
  }

  private static void update(Client client, PacketSkim skim, long now) {
    client.seqNo = skim.seqNo();
    client.seenNanos = now;
    if (skim.hasStats() && !skim.saysAgain(client.stats)) {
      client.stats = requireNonNull(skim.stats());
    }
  }

  private void count(LostBefore kind, long before, long now) {
    if (before >= 0 && now > before && now - before <= LARGEST_STEP) {
      hop.lostBefore(kind, now - before);
    }
  }

  private void sweep(long now) {
    if (now - sweptNanos > FORGET_AFTER.toNanos() / 4) {
      sweptNanos = now;
      clients.values().removeIf(client -> now - client.seenNanos > FORGET_AFTER.toNanos());
    }
  }

  public synchronized int connectedClients() {
    return clients.size();
  }

  /// Batches of clients that number them, as they arrived.
  public long batchesReceived() {
    return batchesReceived.sum();
  }

  /// Batches that those clients have sent, by their numbers, since each was first seen.
  public long batchesSent() {
    return batchesSent.sum();
  }

  /// Batches that those clients had numbered before this agent heard of them: sent to one that was
  /// there before, or to nobody.
  public long batchesBefore() {
    return batchesBefore.sum();
  }

  public long spansDropped(LostBefore kind) {
    return hop.lostBefore(kind);
  }
}
