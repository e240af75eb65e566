package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.status.StorageReport;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StorageReportsTest {
  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final String APART = "{type: Elasticsearch}";
  private static final String WITHIN = "{type: Memory}";

  private final Map<ResourceID, JaegerStack> stacks = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answering = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private volatile Function<JaegerStack, Set<StorageReport>> collectors = this::answer;

  private final StorageReports reports =
      new StorageReports(
          id -> Optional.ofNullable(stacks.get(id)),
          stack -> {
            asked.incrementAndGet();
            return collectors.apply(stack);
          },
          AT_ONCE,
          AT_ONCE,
          id -> {});

  @AfterEach
  void stop() {
    reports.stop();
  }

  @Test
  void stackMadeAgainWhileItsPredecessorIsAskedIsAskedForItself() throws InterruptedException {
    start();
    collectors =
        stack -> stack.getMetadata().getUid().equals("old") ? answerLate(stack) : answer(stack);
    JaegerStack old = create("old", APART);
    answering.await();

    reports.onResourceDeleted(old);
    JaegerStack made = create("new", APART);
    mayAnswer.countDown();

    Eventually.holds(() -> assertThat(known(made)).containsExactly(new Available("new")));
    int before = asked.get();
    Eventually.holds(() -> assertThat(asked.get()).isGreaterThan(before + 2));
    assertThat(known(made)).containsExactly(new Available("new"));
  }

  @Test
  void whatIsHeardOfADeletedStackIsForgotten() throws InterruptedException {
    start();
    collectors = this::answerLate;
    JaegerStack old = create("old", APART);
    answering.await();

    stacks.clear();
    reports.onResourceDeleted(old);
    mayAnswer.countDown();
    create("other", "other", APART);

    Eventually.holds(() -> assertThat(asked.get()).isGreaterThan(2));
    assertThat(known(old)).isEmpty();
  }

  @Test
  void stackDeletedAndMadeAgainInOneUpdateIsAskedForItself() {
    start();
    JaegerStack old = create("old", APART);
    Eventually.holds(() -> assertThat(known(old)).containsExactly(new Available("old")));
    JaegerStack made = put("tracing", "new", APART);

    reports.onResourceUpdated(made, old);

    Eventually.holds(() -> assertThat(known(made)).containsExactly(new Available("new")));
  }

  @Test
  void stackIsAskedForAsLongAsItsStorageIsApart() {
    start();
    JaegerStack first = create("a", WITHIN);
    JaegerStack apart = put("tracing", "a", APART);
    reports.onResourceUpdated(apart, first);
    Eventually.holds(() -> assertThat(known(apart)).isNotEmpty());

    JaegerStack within = put("tracing", "a", WITHIN);
    reports.onResourceUpdated(within, apart);

    assertThat(known(within)).isEmpty();
    collectors = stack -> Set.of(new Available(stack.getSpec().storage().type().name()));
    int others = asked.get();
    create("other", "b", APART);
    Eventually.holds(() -> assertThat(asked.get()).isGreaterThan(others + 3));
    assertThat(known(within)).as("nothing comes back").isEmpty();
  }

  @Test
  void questionThatFailsIsAskedAgain() {
    start();
    collectors =
        stack -> {
          if (asked.get() < 3) {
            throw new IllegalStateException("not this time");
          }
          return answer(stack);
        };
    JaegerStack stack = create("a", APART);
    Eventually.holds(() -> assertThat(known(stack)).containsExactly(new Available("a")));
  }

  @Test
  void stackThatIsThereBeforeTheStartIsAskedAfterIt() {
    JaegerStack stack = create("a", APART);
    start();
    Eventually.holds(() -> assertThat(known(stack)).containsExactly(new Available("a")));
  }

  private void start() {
    reports.setEventHandler(event -> {});
    reports.start();
  }

  private Set<StorageReport> known(JaegerStack stack) {
    return reports.getSecondaryResources(stack);
  }

  private Set<StorageReport> answer(JaegerStack stack) {
    return Set.of(new Available(stack.getMetadata().getUid()));
  }

  private Set<StorageReport> answerLate(JaegerStack stack) {
    answering.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    return answer(stack);
  }

  private JaegerStack create(String uid, String storage) {
    return create("tracing", uid, storage);
  }

  private JaegerStack create(String name, String uid, String storage) {
    JaegerStack stack = put(name, uid, storage);
    reports.onResourceCreated(stack);
    return stack;
  }

  private JaegerStack put(String name, String uid, String storage) {
    var stack =
        Serialization.unmarshal(
            """
            apiVersion: jaegerstack.io/v1
            kind: JaegerStack
            metadata: {name: %s, namespace: observability, uid: %s}
            spec: {storage: %s}
            """
                .formatted(name, uid, storage),
            JaegerStack.class);
    stacks.put(ResourceID.fromResource(stack), stack);
    return stack;
  }
}
