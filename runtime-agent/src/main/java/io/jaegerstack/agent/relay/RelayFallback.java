package io.jaegerstack.agent.relay;

import io.jaegerstack.agent.reporter.CollectorStatus;
import io.jaegerstack.agent.reporter.FrameQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether frames go out as spans over api_v2: where no collector knows the relay, while one is
/// there that takes those. The relay is tried again all the while.
final class RelayFallback {
  private static final Logger LOG = LoggerFactory.getLogger(RelayFallback.class);

  /// A collector that starts listens on one port after the other, and one that ends stops so.
  private static final long PATIENCE_NANOS = Duration.ofSeconds(3).toNanos();

  private final FrameQueue queue;
  private final CollectorStatus apiV2;
  private long aloneSinceNanos = System.nanoTime();
  private volatile boolean isOn;

  RelayFallback(FrameQueue queue, CollectorStatus apiV2) {
    this.queue = queue;
    this.apiV2 = apiV2;
  }

  /// @param isConnected whether any collector speaks the relay
  /// @param areStrangers whether all were tried, and none of them knows it
  void judge(boolean isConnected, boolean areStrangers, long nowNanos) {
    if (isConnected) {
      aloneSinceNanos = nowNanos;
    }
    boolean wanted =
        !isConnected
            && (isOn || areStrangers && apiV2.isConnected())
            && nowNanos - aloneSinceNanos >= PATIENCE_NANOS;
    if (wanted != isOn) {
      isOn = wanted;
      LOG.info("spans go to collectors over protocol={}", wanted ? apiV2.protocol() : "relay");
      queue.sendersMayTake(wanted);
    }
  }

  boolean isOn() {
    return isOn;
  }

  boolean isConnected() {
    return isOn && apiV2.isConnected();
  }
}
