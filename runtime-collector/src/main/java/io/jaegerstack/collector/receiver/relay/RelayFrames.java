package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.pipeline.Settlement;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Outcome;
import io.jaegerstack.wire.relay.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is done with frames, whichever connection they come on: decoded once, offered to the
/// pipeline, remembered, and answered when their spans are settled.
final class RelayFrames implements FrameInWork.End {
  /// A storage that is a little behind has caught up by then.
  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private static final Settlement NOTHING = new Settlement(0, 0, 0);

  private final Pipeline pipeline;
  private final RelayCounts counts;
  private final SeenFrames seen = new SeenFrames(SeenFrames.GENERATIONS, System::nanoTime);
  private final ThreadLocal<FrameReading> reading;

  RelayFrames(
      Pipeline pipeline,
      RelayCounts counts,
      ReceiverCounts requests,
      InternTable keys,
      RelayLimits limits) {
    this.pipeline = pipeline;
    this.counts = counts;
    this.reading =
        ThreadLocal.withInitial(() -> new FrameReading(keys, requests, limits.messageBytes()));
  }

  /// What there is to offer of a frame that has come; empty where its receipt is given already, or
  /// will be given with that of the same frame.
  Optional<FrameInWork> come(String tenant, OpenFrame open, RelayMessage.Frame frame) {
    FrameHeader header = frame.header();
    return switch (seen.come(header, open)) {
      case IN_WORK -> Optional.empty();
      case SETTLED -> {
        counts.duplicate(open.spans());
        open.answer(Receipt.settledBefore(open.id()));
        yield Optional.empty();
      }
      case NEVER -> begin(tenant, open, frame);
    };
  }

  private Optional<FrameInWork> begin(String tenant, OpenFrame open, RelayMessage.Frame frame) {
    try {
      return opened(tenant, open, frame);
    } catch (RuntimeException | Error ours) {
      failed(frame.header(), ours);
      comeBack(frame.header(), NOTHING, "the collector failed: " + ours);
      return Optional.empty();
    }
  }

  private Optional<FrameInWork> opened(String tenant, OpenFrame open, RelayMessage.Frame frame) {
    FrameHeader header = frame.header();
    FrameContents contents;
    try {
      contents = reading.get().read(header, frame.body());
    } catch (WireFormatException broken) {
      reject(header, open, String.valueOf(broken.getMessage()));
      return Optional.empty();
    } catch (RuntimeException ours) {
      reject(header, open, "the collector failed: " + ours);
      return Optional.empty();
    }
    List<FrameContents.Part> parts = contents.parts();
    var work = new FrameInWork(header, parts.size(), contents.unreadable(header.spans()), this);
    CurrentTenant.run(
        tenant,
        () ->
            parts.forEach(
                part -> work.add(pipeline.patientOffer(part.batch(), part.origin(), work))));
    return Optional.of(work);
  }

  private void reject(FrameHeader header, OpenFrame open, String why) {
    counts.rejected(open.outbox().remote(), why);
    for (OpenFrame asker : seen.givenBack(header)) {
      asker.answer(Receipt.rejected(asker.id(), why));
    }
  }

  @Override
  public void failed(FrameHeader header, Throwable ours) {
    counts.failed(header, ours);
  }

  @Override
  public void ended(FrameHeader header, Settlement settlement, int unreadable, String why) {
    if (!why.isEmpty() || settlement.returned() > 0) {
      comeBack(header, settlement, why.isEmpty() ? "the storage could not take it" : why);
      return;
    }
    List<OpenFrame> askers = seen.settled(header);
    pipeline.malformed(unreadable);
    counts.ended(Outcome.SETTLED);
    for (int i = 0; i < askers.size(); i++) {
      OpenFrame asker = askers.get(i);
      if (i == 0) {
        int dropped = settlement.dropped() + unreadable;
        asker.answer(Receipt.settled(asker.id(), settlement.stored(), dropped));
      } else {
        counts.duplicate(asker.spans());
        asker.answer(Receipt.settledBefore(asker.id()));
      }
    }
  }

  private void comeBack(FrameHeader header, Settlement settlement, String why) {
    List<OpenFrame> askers = seen.givenBack(header);
    counts.ended(Outcome.COME_BACK);
    for (OpenFrame asker : askers) {
      asker.answer(
          Receipt.comeBack(asker.id(), settlement.stored(), settlement.dropped(), COME_BACK, why));
    }
  }

  /// Starts of agents whose frames are remembered.
  int generations() {
    return seen.generations();
  }
}
