package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Frames as spans, to collectors that take those: each frame is taken apart and sent in one of the
/// ways to call them.
public final class FrameSenders implements Delivery {
  /// Requests under way at one time: hides a round trip without holding much.
  private static final int SENDERS = 4;

  private final FrameQueue queue;
  private final BatchDelivery batches;
  private final Supplier<FrameReader> readers;
  private final List<Thread> threads = new ArrayList<>();

  /// @param maxRetries failures of one request after which its spans are dropped
  public FrameSenders(
      CollectorCalls calls,
      FrameQueue queue,
      ReporterCounts counts,
      InternTable keys,
      AgentTags tags,
      int maxRetries) {
    this.queue = queue;
    this.batches = new BatchDelivery(calls, counts, new RetryPolicy(maxRetries, Math::random));
    this.readers = () -> new FrameReader(keys, tags);
  }

  @Override
  public void start() {
    for (int i = 0; i < SENDERS; i++) {
      threads.add(VirtualThreads.start("agent-reporter-" + i, this::send));
    }
  }

  private void send() {
    BatchDelivery.Sender sender = batches.sender(readers.get());
    try {
      for (List<Frame> some = take(); !some.isEmpty(); some = take()) {
        Set<Frame> left = Set.of();
        try {
          left = sender.deliver(some);
        } finally {
          for (Frame frame : some) {
            if (!left.contains(frame) || !queue.leave(frame)) {
              queue.settled(frame);
            }
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where frames have come to wait, what makes one good request: a collector that answers late
  /// costs as much for few spans as for many.
  private List<Frame> take() throws InterruptedException {
    return queue.take(RequestGroups.MAX_SPANS);
  }

  @Override
  public void stop(Deadline deadline) {
    batches.giveUp();
    threads.forEach(Thread::interrupt);
    threads.forEach(thread -> join(thread, deadline));
  }

  private static void join(Thread thread, Deadline deadline) {
    try {
      thread.join(deadline.remaining());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
