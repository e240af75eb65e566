package io.jaegerstack.collector.pipeline;

import io.jaegerstack.collector.policy.TagPolicies;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.LedgerMetrics;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.CurrentTenant;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.WritePace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From receivers to storage: a bounded queue, then stages and writers.
///
/// [#offer(SpanBatch, Origin)] never waits, so it may be called on an event loop. What it accepted
/// is stored, counted as dropped with a reason, or given back to a sender who still holds it:
/// `received = stored + dropped + returned + in flight` holds at every moment, give or take the
/// spans that are just being counted, and nothing is dropped because of overload.
public final class Pipeline implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /// A storage that is a little behind has caught up by then; a storage that is away costs each
  /// sender one request per second.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /// Of the time that is left when stopping; the rest belongs to the storage's own flush.
  private static final double DRAIN_SHARE = 0.8;

  /// Of what is left after that: for writers to notice that they were interrupted, so that they
  /// store nothing more of what was counted as lost.
  private static final double END_SHARE = 0.25;

  private final Tenancy tenancy;
  private final TagPolicies policies;
  private final BoundedQueue queue;
  private final PipelineCounts counts;
  private final List<BatchingWriter> writers;
  private volatile List<Thread> threads = List.of();

  private Pipeline(
      Tenancy tenancy,
      TagPolicies policies,
      BoundedQueue queue,
      PipelineCounts counts,
      List<BatchingWriter> writers) {
    this.tenancy = tenancy;
    this.policies = policies;
    this.queue = queue;
    this.counts = counts;
    this.writers = writers;
  }

  /// A pipeline that writes to `writer` and counts in `hop` and `metrics`.
  public static Pipeline of(SettingValues settings, SpanWriter writer, Hop hop, Metrics metrics) {
    WritePace pace = writer.pace();
    var queue =
        new BoundedQueue(
            settings.value(CollectorSettings.QUEUE_SIZE),
            settings.value(CollectorSettings.QUEUE_BYTES).bytes(),
            pace.linger());
    var turns = new Turns(pace.atOnce());
    var counts =
        new PipelineCounts(
            metrics,
            hop,
            queue,
            HostName.local(),
            settings.value(CollectorSettings.SPAN_SIZE_METRICS));
    var policies = TagPolicies.of(settings, metrics);
    List<Stage> stages = stages(settings, policies);
    var failures = RateLimitedLog.of(LOG);
    List<BatchingWriter> writers =
        IntStream.range(0, settings.value(CollectorSettings.NUM_WORKERS))
            .mapToObj(i -> new BatchingWriter(queue, stages, writer, counts, failures, turns))
            .toList();
    LedgerMetrics.bind(metrics, hop);
    hop.heldBy(queue::spans);
    writers.forEach(each -> hop.heldBy(each::held));
    return new Pipeline(Tenancy.of(settings), policies, queue, counts, writers);
  }

  /// In their order: sanitizers, the operator's rules, what the collector adds.
  private static List<Stage> stages(SettingValues settings, TagPolicies policies) {
    List<Stage> stages = new ArrayList<>();
    stages.add(new EmptyNames());
    stages.add(new InvalidText());
    stages.add(new NegativeDurations());
    if (policies.isAny()) {
      stages.add(new TagPolicyStage(policies));
    }
    stages.add(new CollectorTags(settings.value(CollectorSettings.TAGS)));
    stages.add(new FormatTag());
    return List.copyOf(stages);
  }

  /// Whether `batch` has nothing to take, because no span of its request has ids. Receivers whose
  /// protocol cannot say "none of them" tell the sender so instead of offering it.
  public static boolean hasNoIds(SpanBatch batch) {
    return batch.isEmpty() && batch.leftOut() > 0;
  }

  /// Counts a batch that [#hasNoIds(SpanBatch)] and that its sender was told to keep: nothing was
  /// taken, so the ledger has nothing of it.
  public void refusedWithoutIds(SpanBatch batch, Origin origin) {
    counts.refusedWithoutIds(batch.leftOut(), origin);
  }

  /// Takes `batch` whole or refuses it whole. An accepted batch belongs to the pipeline from now
  /// on.
  public Admission offer(SpanBatch batch, Origin origin) {
    return offer(batch, origin, Completion.NONE);
  }

  /// As [#offer(SpanBatch, Origin)]; where the batch is taken, `completion` is told when all of its
  /// spans are settled, and never where it is refused.
  public Admission offer(SpanBatch batch, Origin origin, Completion completion) {
    OfferedBatch offered = patientOffer(batch, origin, completion);
    Optional<Admission.Cause> refusal = offered.take();
    if (refusal.isEmpty()) {
      return new Admission.Accepted(batch.leftOut());
    }
    offered.refuse();
    return new Admission.Refused(refusal.get(), RETRY_AFTER);
  }

  /// As [#offer(SpanBatch, Origin, Completion)], for a receiver that may wait for room.
  public OfferedBatch patientOffer(SpanBatch batch, Origin origin, Completion completion) {
    batch.tenant(tenant());
    counts.received(batch, origin);
    return new OfferedBatch(queue, counts, batch, origin, completion);
  }

  /// Runs `retry` once when there may be room, on whatever thread made it.
  public void onRoom(Runnable retry) {
    queue.onRoom(retry);
  }

  /// Whoever asked for room with `retry` wants none any more.
  public void forgetRoom(Runnable retry) {
    queue.forget(retry);
  }

  /// Receivers that wait for room.
  public int wantRoom() {
    return queue.wantRoom();
  }

  /// Counts spans that were in a request and that no reader could make out.
  public void malformed(int spans) {
    counts.leftOut(spans);
  }

  /// Says what became of spans that were undecided in the settlements of parts.
  ///
  /// @param isReturned whether the sender keeps the whole, and with it these; else they are dropped
  public void decided(int spans, boolean isReturned) {
    counts.decided(spans, isReturned);
  }

  /// Whether spans cannot be taken because nobody knows whose they are: their entrance has no
  /// header that says it, and no setting does.
  public boolean lacksTenant() {
    return tenancy.isOn() && tenant().isEmpty();
  }

  private String tenant() {
    String current = CurrentTenant.name();
    return current.isEmpty() ? tenancy.byDefault() : current;
  }

  /// Bound of what waits and of what is being written, in bytes.
  public long queueBytes() {
    return queue.capacityBytes();
  }

  /// Whether there is room for what receivers read.
  public DependencyHealth health() {
    return DependencyHealth.room(queue.spans(), queue.capacity(), "spans")
        .or(DependencyHealth.room(queue.bytes(), queue.capacityBytes(), "bytes"));
  }

  /// What reads the operator's rules for tags; to be started before the pipeline.
  public Part tagPolicies() {
    return policies.file();
  }

  @Override
  public String name() {
    return "collector pipeline";
  }

  @Override
  public void start() {
    ThreadFactory factory = VirtualThreads.named("collector-writer");
    threads = writers.stream().map(factory::newThread).toList();
    threads.forEach(Thread::start);
  }

  /// Refuses from now on, stores what waits while there is time, and counts the rest.
  @Override
  public void stop(Deadline deadline) {
    queue.close();
    try {
      boolean drained = queue.awaitEmpty(deadline.fraction(DRAIN_SHARE).remainingNanos());
      if (!drained) {
        giveUp();
      }
    } catch (InterruptedException interrupted) {
      giveUp();
      Thread.currentThread().interrupt();
    }
    threads.forEach(Thread::interrupt);
    Deadline end = deadline.fraction(END_SHARE);
    threads.forEach(thread -> join(thread, end.remaining()));
  }

  private static void join(Thread thread, Duration most) {
    try {
      thread.join(most);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp() {
    var waiting = new WriteTally(counts, RateLimitedLog.of(LOG), queue.removeAll());
    int unwritten = waiting.giveBack(DropReason.SHUTDOWN);
    int writing = writers.stream().mapToInt(BatchingWriter::giveUp).sum();
    LOG.warn("storage too slow to drain, given up waiting={} writing={}", unwritten, writing);
  }
}
