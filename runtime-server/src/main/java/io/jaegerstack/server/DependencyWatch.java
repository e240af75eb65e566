package io.jaegerstack.server;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Looks at a dependency that must be asked, from the start on, every now and then, and tells the
/// process's health.
public final class DependencyWatch {
  /// Between two looks, and the longest that a look may take: often enough to be true, and nothing
  /// beside the work itself.
  public static final Duration PERIOD = Duration.ofSeconds(10);

  private final String name;
  private final Health health;
  private final Duration period;
  private final Runnable check;
  private final Predicate<Throwable> hides;
  private final Function<Throwable, Optional<String>> trouble;
  private final Consumer<DependencyHealth> news;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread looking = Thread.ofVirtual().unstarted(() -> {});

  /// @param check returns where the dependency is available, throws where it is not
  /// @param hides whether what `check` threw says that the state cannot be seen
  /// @param trouble the word for what is to be mended, of what `check` threw or of a
  ///   [TimeoutException]; empty where it is not known
  /// @param news is told of every change of state or trouble
  public DependencyWatch(
      String name,
      Health health,
      Duration period,
      Runnable check,
      Predicate<Throwable> hides,
      Function<Throwable, Optional<String>> trouble,
      Consumer<DependencyHealth> news) {
    this.name = name;
    this.health = health;
    this.period = period;
    this.check = check;
    this.hides = hides;
    this.trouble = trouble;
    this.news = news;
  }

  public void start() {
    Thread.ofVirtual().name(name + "-check").start(this::watch);
  }

  /// Nothing is told from here on.
  public void stop() {
    stopped.countDown();
  }

  private void watch() {
    try {
      do {
        tell(look());
      } while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// On a thread of its own, because a server that takes a connection and then is silent could hold
  /// us for ever; on one only, because it could hold each of them.
  private DependencyHealth look() throws InterruptedException {
    if (looking.isAlive() && !looking.join(period)) {
      return silent(new TimeoutException());
    }
    var task = new FutureTask<>(check, DependencyHealth.available());
    looking = Thread.ofVirtual().name(name + "-look").start(task);
    try {
      return task.get(period.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = requireNonNullElse(failed.getCause(), failed);
      return hides.test(cause)
          ? DependencyHealth.unknown(words(cause))
          : DependencyHealth.failing(words(cause), trouble.apply(cause));
    } catch (TimeoutException slow) {
      looking.interrupt();
      return silent(slow);
    }
  }

  private DependencyHealth silent(TimeoutException slow) {
    return DependencyHealth.failing(
        "no answer within " + period.toSeconds() + " s", trouble.apply(slow));
  }

  private static String words(Throwable cause) {
    return requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private void tell(DependencyHealth now) {
    if (stopped.getCount() == 0) {
      return;
    }
    boolean isNews =
        health
            .dependency(name)
            .filter(last -> last.state() == now.state() && last.trouble().equals(now.trouble()))
            .isEmpty();
    health.dependsOn(name, () -> now);
    if (isNews) {
      news.accept(now);
    }
  }
}
