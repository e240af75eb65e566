package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one frame of a connection for which the queue has had no room so far. All methods run on the
/// connection's event loop.
final class ParkedFrame {
  private final Pipeline pipeline;
  private final EventExecutor loop;
  private final Runnable left;
  private @Nullable FrameInWork frame;
  private long deadline;
  private boolean isAsking;

  /// The same one each time, so that the pipeline can forget it.
  private final Runnable wake = this::wake;

  /// @param left run when the frame has found room, or was given up
  ParkedFrame(Pipeline pipeline, EventExecutor loop, Runnable left) {
    this.pipeline = pipeline;
    this.loop = loop;
    this.left = left;
  }

  boolean isThere() {
    return frame != null;
  }

  /// Offers the frame, and keeps it at most for `patience` where there is no room.
  void offer(FrameInWork offered, Duration patience) {
    Optional<Admission.Cause> refusal = offered.take();
    if (refusal.isEmpty()) {
      return;
    }
    if (refusal.get() == Admission.Cause.SHUTTING_DOWN) {
      offered.giveUp(refusal.get().message());
      return;
    }
    if (!offered.mayWait()) {
      offered.giveUp("no memory for one more frame that waits");
      return;
    }
    frame = offered;
    deadline = System.nanoTime() + patience.toNanos();
    ask();
  }

  private void ask() {
    if (!isAsking) {
      isAsking = true;
      pipeline.onRoom(wake);
    }
  }

  /// From any thread.
  private void wake() {
    if (!loop.isShuttingDown()) {
      loop.execute(this::woken);
    }
  }

  private void woken() {
    isAsking = false;
    retry();
  }

  /// Tries again; to be called now and then, because room is not promised to whoever is woken.
  void retry() {
    FrameInWork waiting = frame;
    if (waiting == null) {
      return;
    }
    Optional<Admission.Cause> refusal = waiting.take();
    if (refusal.isEmpty()) {
      leave();
    } else if (refusal.get() == Admission.Cause.SHUTTING_DOWN
        || System.nanoTime() - deadline >= 0) {
      giveUp(refusal.get().message());
    } else {
      ask();
    }
  }

  /// Gives the frame back to its agent.
  void giveUp(String why) {
    FrameInWork waiting = frame;
    if (waiting != null) {
      waiting.giveUp(why);
      leave();
    }
  }

  private void leave() {
    frame = null;
    if (isAsking) {
      isAsking = false;
      pipeline.forgetRoom(wake);
    }
    left.run();
  }
}
