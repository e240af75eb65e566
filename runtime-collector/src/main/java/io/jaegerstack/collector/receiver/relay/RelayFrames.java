package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Completion;
import io.jaegerstack.collector.pipeline.OfferedBatch;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.pipeline.Settlement;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Outcome;
import io.jaegerstack.wire.relay.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is done with frames, whichever connection they come on: decoded once, offered to the
/// pipeline, remembered, and answered when their spans are settled.
final class RelayFrames implements FrameInWork.Keeper {
  /// A storage that is a little behind has caught up by then.
  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final Pipeline pipeline;
  private final RelayCounts counts;
  private final SeenFrames seen = new SeenFrames(System::nanoTime);
  private final ThreadLocal<FrameReading> reading;
  private final FrameRoom room;
  private final int mostBytes;

  RelayFrames(
      Pipeline pipeline,
      RelayCounts counts,
      ReceiverCounts requests,
      InternTable keys,
      RelayLimits limits) {
    this.pipeline = pipeline;
    this.counts = counts;
    this.room = new FrameRoom(pipeline.queueBytes());
    this.mostBytes = limits.messageBytes();
    this.reading = ThreadLocal.withInitial(() -> new FrameReading(keys, requests, mostBytes));
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
      case NEVER ->
          Optional.of(
              new FrameInWork(header, tenant, frame.body(), decodedBytes(header), room, this));
    };
  }

  /// Heap of a frame once it is decoded, as the queue will count it, if the agent has counted its
  /// spans.
  private long decodedBytes(FrameHeader header) {
    int bytes = Math.min(header.unpackedBytes(), mostBytes);
    return SpanBatch.retainedBytes(bytes, Math.min(header.spans(), FrameContents.mostSpans(bytes)));
  }

  @Override
  public FrameInWork.Opened open(
      FrameHeader header, String tenant, byte[] body, Completion completion) {
    FrameContents contents;
    try {
      contents = reading.get().read(header, body);
    } catch (WireFormatException broken) {
      throw broken;
    } catch (RuntimeException ours) {
      throw WireFormatException.malformed("the collector failed: " + ours, 0);
    }
    var offers = new ArrayList<OfferedBatch>(1);
    CurrentTenant.run(
        tenant,
        () -> {
          for (FrameContents.Part part : contents.parts()) {
            offers.add(pipeline.patientOffer(part.batch(), part.origin(), completion));
          }
        });
    return new FrameInWork.Opened(
        offers, contents.unreadable(header.spans()), contents.retainedBytes());
  }

  @Override
  public void rejected(FrameHeader header, String why) {
    List<OpenFrame> askers = seen.givenBack(header);
    counts.rejected(askers.isEmpty() ? header.generation() : askers.getFirst().remote(), why);
    for (OpenFrame asker : askers) {
      asker.answer(Receipt.rejected(asker.id(), why));
    }
  }

  @Override
  public void failed(FrameHeader header, Throwable ours) {
    counts.failed(header, ours);
  }

  @Override
  public void ended(FrameHeader header, Settlement settlement, int unreadable, String why) {
    boolean isReturned = !why.isEmpty() || settlement.returned() > 0;
    pipeline.decided(settlement.undecided(), isReturned);
    if (isReturned) {
      comeBack(header, settlement, why.isEmpty() ? "the storage could not take it" : why);
      return;
    }
    List<OpenFrame> askers = seen.settled(header);
    pipeline.malformed(unreadable);
    counts.ended(Outcome.SETTLED);
    for (int i = 0; i < askers.size(); i++) {
      OpenFrame asker = askers.get(i);
      if (i == 0) {
        int dropped = settlement.dropped() + settlement.undecided() + unreadable;
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

  /// Heap of frames that the queue has not taken.
  long parkedBytes() {
    return room.held();
  }

  /// Starts of agents whose frames are remembered.
  int generations() {
    return seen.generations();
  }
}
