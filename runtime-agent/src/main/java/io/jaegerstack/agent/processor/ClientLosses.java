package io.jaegerstack.agent.processor;

import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.wire.thrift.AgentMessage;
import io.jaegerstack.wire.thrift.ClientStats;
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
/// Batches out of order are ignored. The clients remembered are bounded in number and in time:
/// anyone can invent a uuid.
public final class ClientLosses {
  /// Beyond it new clients are not followed until others have gone quiet.
  private static final int MAX_CLIENTS = 10_000;

  /// Jaeger's agent forgets a client after an hour, too.
  private static final Duration FORGET_AFTER = Duration.ofHours(1);

  /// Largest step between two messages that is believed: at one batch a millisecond, a quarter of
  /// an hour's. A larger one, which anyone can invent, sets the base anew.
  private static final long LARGEST_STEP = 1_000_000;

  private static final ClientStats NO_STATS = new ClientStats(0, 0, 0);

  private record Client(long seqNo, ClientStats stats, long seenNanos) {}

  private final Hop hop;
  private final LongSupplier nanoTime;
  private final Map<String, Client> clients = new HashMap<>();
  private final LongAdder batchesReceived = new LongAdder();
  private final LongAdder batchesSent = new LongAdder();
  private long sweptNanos;

  /// @param hop where the losses are put beside the balance
  public ClientLosses(Hop hop, LongSupplier nanoTime) {
    this.hop = hop;
    this.nanoTime = nanoTime;
    this.sweptNanos = nanoTime.getAsLong();
  }

  void seen(AgentMessage message) {
    if (message.hasSeqNo() && message.seqNo() >= 0) {
      message.clientUuid().ifPresent(uuid -> seen(uuid, message));
    }
  }

  private synchronized void seen(String uuid, AgentMessage message) {
    long now = nanoTime.getAsLong();
    sweep(now);
    batchesReceived.increment();
    Client before = clients.get(uuid);
    if (before == null && clients.size() >= MAX_CLIENTS) {
      return;
    }
    if (before != null && message.seqNo() <= before.seqNo()) {
      return;
    }
    ClientStats base = before == null ? NO_STATS : before.stats();
    ClientStats told = message.stats();
    ClientStats stats = told == null ? base : told;
    clients.put(uuid, new Client(message.seqNo(), stats, now));
    if (before != null && message.seqNo() - before.seqNo() <= LARGEST_STEP) {
      batchesSent.add(message.seqNo() - before.seqNo());
      count(
          LostBefore.CLIENT_QUEUE_FULL,
          base.fullQueueDroppedSpans(),
          stats.fullQueueDroppedSpans());
      count(LostBefore.CLIENT_TOO_LARGE, base.tooLargeDroppedSpans(), stats.tooLargeDroppedSpans());
      count(LostBefore.CLIENT_SEND_FAILURE, base.failedToEmitSpans(), stats.failedToEmitSpans());
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
      clients.values().removeIf(client -> now - client.seenNanos() > FORGET_AFTER.toNanos());
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

  public long spansDropped(LostBefore kind) {
    return hop.lostBefore(kind);
  }
}
