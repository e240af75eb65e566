package io.jaegerstack.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.manifests.Ownership;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.operator.status.StorageReport;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ExternalResourceCachingEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the collectors of every stack whose storage is not their memory how that is, again and
/// again and never inside a reconciliation; an answer that differs from the last is an event.
///
/// Each such stack has a [Watch] for as long as it is there and has such a storage. What a watch
/// hears after its end is nobody's: a stack of the same name may be there by then, with a watch of
/// its own.
final class StorageReports
    extends ExternalResourceCachingEventSource<StorageReport, JaegerStack, String>
    implements ResourceEventAware<JaegerStack> {
  private static final Logger LOG = LoggerFactory.getLogger(StorageReports.class);

  /// As often as a collector looks.
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /// As long as no collector has said that all is well, someone may be waiting for it.
  private static final Duration SOON = Duration.ofSeconds(2);

  /// Stacks asked at a time; one whose collectors are silent takes [StorageProbe#PATIENCE].
  private static final int AT_A_TIME = 8;

  private final Function<ResourceID, Optional<JaegerStack>> stacks;
  private final Function<JaegerStack, Set<StorageReport>> question;
  private final Duration period;
  private final Duration soon;
  private final Consumer<ResourceID> gone;
  private final Semaphore turns = new Semaphore(AT_A_TIME);
  private final Map<ResourceID, Watch> watches = new HashMap<>();

  /// @param stacks as they are now
  /// @param question to the collectors of one
  /// @param period between two questions where all is well
  /// @param soon between two where it is not
  /// @param gone is told of stacks that are there no more
  StorageReports(
      Function<ResourceID, Optional<JaegerStack>> stacks,
      Function<JaegerStack, Set<StorageReport>> question,
      Duration period,
      Duration soon,
      Consumer<ResourceID> gone) {
    super("storage-reports", StorageReport.class, StorageReport::pod);
    this.stacks = stacks;
    this.question = question;
    this.period = period;
    this.soon = soon;
    this.gone = gone;
  }

  static StorageReports of(
      EventSourceContext<JaegerStack> context,
      InformerEventSource<Pod, JaegerStack> pods,
      StorageProbe probe,
      Consumer<ResourceID> gone) {
    return new StorageReports(
        id -> context.getPrimaryCache().get(id),
        stack -> probe.ask(collectors(stack, pods.getSecondaryResources(stack))),
        PERIOD,
        SOON,
        gone);
  }

  private static Collection<Pod> collectors(JaegerStack stack, Set<Pod> pods) {
    var name = new StackName(stack.getMetadata().getName(), stack.getMetadata().getNamespace());
    return pods.stream()
        .filter(
            pod ->
                Ownership.isMadeByDeployment(pod, name.collector())
                    || Ownership.isMadeByDeployment(pod, name.name()))
        .toList();
  }

  /// Whether spans are anywhere but in the collector's own memory.
  private static boolean isApart(JaegerStack stack) {
    var named =
        stack.getSpec() == null || stack.getSpec().storage() == null
            ? null
            : stack.getSpec().storage().type();
    var inEffect = stack.getStatus() == null ? null : stack.getStatus().storage();
    return (named == null ? inEffect : named) != StorageType.Memory;
  }

  @Override
  public void onResourceCreated(JaegerStack stack) {
    if (isApart(stack)) {
      watch(ResourceID.fromResource(stack), String.valueOf(stack.getMetadata().getUid()));
    } else {
      forget(ResourceID.fromResource(stack));
    }
  }

  @Override
  public void onResourceUpdated(JaegerStack now, JaegerStack before) {
    onResourceCreated(now);
  }

  @Override
  public void onResourceDeleted(JaegerStack stack) {
    forget(ResourceID.fromResource(stack));
    gone.accept(ResourceID.fromResource(stack));
  }

  /// Deleted and made again may come to us as one update; the uid tells.
  private synchronized void watch(ResourceID id, String uid) {
    Watch known = watches.get(id);
    if (known != null && known.uid.equals(uid)) {
      return;
    }
    forget(id);
    var watch = new Watch(id, uid);
    watches.put(id, watch);
    Thread.ofVirtual().name("storage-reports-" + id.getName()).start(watch);
  }

  private synchronized void forget(ResourceID id) {
    Watch known = watches.remove(id);
    if (known != null) {
      known.over.countDown();
    }
    handleDelete(id);
  }

  private synchronized void told(Watch watch, Set<StorageReport> reports) {
    if (watches.get(watch.id) == watch) {
      handleResources(watch.id, reports);
    }
  }

  @Override
  public void stop() {
    super.stop();
    synchronized (this) {
      watches.values().forEach(watch -> watch.over.countDown());
      watches.clear();
    }
  }

  /// The questions about one stack.
  private final class Watch implements Runnable {
    private final ResourceID id;
    private final String uid;
    private final CountDownLatch over = new CountDownLatch(1);

    Watch(ResourceID id, String uid) {
      this.id = id;
      this.uid = uid;
    }

    @Override
    public void run() {
      try {
        boolean isOver = false;
        while (!isOver) {
          isOver = over.await(look().toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
      }
    }

    /// Asks, and says when to ask again; whatever goes wrong is no reason not to.
    private Duration look() throws InterruptedException {
      turns.acquire();
      try {
        return isRunning() ? stacks.apply(id).map(this::ask).orElse(soon) : soon;
      } catch (RuntimeException failed) {
        LOG.warn("collectors could not be asked of their storage stack={}", id, failed);
        return soon;
      } finally {
        turns.release();
      }
    }

    private Duration ask(JaegerStack stack) {
      Set<StorageReport> reports = question.apply(stack);
      told(this, reports);
      boolean isWell = !reports.isEmpty() && reports.stream().allMatch(Available.class::isInstance);
      return isWell ? period : soon;
    }
  }
}
