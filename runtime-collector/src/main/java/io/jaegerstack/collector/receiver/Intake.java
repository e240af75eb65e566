package io.jaegerstack.collector.receiver;

import io.jaegerstack.collector.pipeline.Admission;
import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.pipeline.Settlement;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.http.HttpHandler;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where receivers give their batches, and what their OK means (`--collector.ack`): that the queue
/// has the spans, or that the storage has answered for each of them. What the storage could not
/// take, or not in time, is refused then: it is the sender's again.
public final class Intake {
  /// A storage that is a little behind has caught up by then.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Pipeline pipeline;
  private final Optional<Duration> patience;
  private final ScheduledExecutorService timer;

  private Intake(Pipeline pipeline, Optional<Duration> patience, ScheduledExecutorService timer) {
    this.pipeline = pipeline;
    this.patience = patience;
    this.timer = timer;
  }

  /// @param timer for batches whose storage does not answer in time
  public static Intake of(
      SettingValues settings, Pipeline pipeline, ScheduledExecutorService timer) {
    boolean waits = settings.value(CollectorSettings.ACK).equals(CollectorSettings.ACK_STORAGE);
    return new Intake(
        pipeline,
        waits ? Optional.of(settings.value(CollectorSettings.ACK_TIMEOUT)) : Optional.empty(),
        timer);
  }

  /// An intake whose OK is the queue's.
  public static Intake ofQueue(Pipeline pipeline, ScheduledExecutorService timer) {
    return new Intake(pipeline, Optional.empty(), timer);
  }

  /// Gives `batch` to the pipeline and its answer to `answer`, once: at once where the batch is
  /// refused or the queue's word is enough, else on whatever thread learns it. Never waits.
  public void offer(SpanBatch batch, Origin origin, Consumer<Admission> answer) {
    if (patience.isEmpty()) {
      answer.accept(pipeline.offer(batch, origin));
      return;
    }
    var waiting = new Waiting(answer, batch.leftOut());
    Admission admission = pipeline.offer(batch, origin, waiting::settled);
    if (admission instanceof Admission.Refused) {
      waiting.tell(admission);
    } else {
      waiting.expireIn(patience.get(), timer);
    }
  }

  /// As [#offer], for handlers that [#addRoute] added: waits where that is asked for.
  public Admission take(SpanBatch batch, Origin origin) throws InterruptedException {
    if (patience.isEmpty()) {
      return pipeline.offer(batch, origin);
    }
    var answer = new CompletableFuture<Admission>();
    offer(batch, origin, answer::complete);
    try {
      return answer.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Adds a route whose handler may call [#take]: on the event loop where that does not wait.
  public void addRoute(Routes.Builder routes, String method, String path, HttpHandler handler) {
    if (patience.isEmpty()) {
      routes.onLoop(method, path, handler);
    } else {
      routes.on(method, path, handler);
    }
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  /// One sender that waits for the storage's answer.
  private static final class Waiting {
    private final Consumer<Admission> answer;
    private final int leftOut;
    private final AtomicBoolean isTold = new AtomicBoolean();
    private volatile @Nullable ScheduledFuture<?> expiry;

    Waiting(Consumer<Admission> answer, int leftOut) {
      this.answer = answer;
      this.leftOut = leftOut;
    }

    void settled(Settlement settlement) {
      tell(settlement.returned() > 0 ? notStored() : new Admission.Accepted(leftOut));
    }

    void expireIn(Duration patience, ScheduledExecutorService timer) {
      expiry = timer.schedule(() -> tell(notStored()), patience.toNanos(), TimeUnit.NANOSECONDS);
      if (isTold.get()) {
        cancelExpiry();
      }
    }

    void tell(Admission admission) {
      if (isTold.compareAndSet(false, true)) {
        cancelExpiry();
        answer.accept(admission);
      }
    }

    private void cancelExpiry() {
      ScheduledFuture<?> due = expiry;
      if (due != null) {
        due.cancel(false);
      }
    }

    private static Admission notStored() {
      return new Admission.Refused(Admission.Cause.NOT_STORED, RETRY_AFTER);
    }
  }
}
