package io.jaegerstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jaegerstack.operator.resolve.ResolvedStack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final ResolvedStack PLAN =
      SeenStorage.plan("{type: Elasticsearch, elasticsearch: {urls: ['https://es:9200']}}");

  /// The kubelet waits for five minutes at most between two tries.
  @Test
  void aStorageThatIsAwayForAMonthIsStillLookedAt() {
    assertThat(
            Duration.ofMinutes(5).multipliedBy(SeenStorage.job(PLAN).getSpec().getBackoffLimit()))
        .isGreaterThan(Duration.ofDays(30));
  }

  @Test
  void memoryAndLocalNeedNone() {
    assertThat(Preflight.of(SeenStorage.plan("{type: Memory}"), nothing()).isPassed()).isTrue();
    assertThat(Preflight.of(SeenStorage.plan("{type: Local}"), nothing()).isPassed()).isTrue();
  }

  @Test
  void serversAreWaitedForUntilTheJobHasSucceeded() {
    assertThat(Preflight.of(PLAN, nothing())).isInstanceOf(Preflight.Waiting.class);
    assertThat(Preflight.of(PLAN, withJob())).isInstanceOf(Preflight.Waiting.class);
    assertThat(Preflight.of(PLAN, SeenStorage.reporting(PLAN)).isPassed()).isTrue();
  }

  @Test
  void jobOfAnotherConfigurationDoesNotCount() {
    var other =
        SeenStorage.plan(
            "{type: Elasticsearch, elasticsearch: {urls: ['https://es:9200'], indexPrefix: prod}}");
    assertThat(Preflight.of(other, SeenStorage.reporting(PLAN)).isPassed()).isFalse();
  }

  @Test
  void reasonIsTheOneThatTheCommandNames() {
    var seen =
        withJob(
            "state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, message: '{\"ok\":false,\"reason\":\"Unauthorized\",\"message\":\"https://es:9200 refuses user x\"}'}}");
    assertThat(Preflight.of(PLAN, seen))
        .isEqualTo(new Preflight.Failing("Unauthorized", "https://es:9200 refuses user x"));
    var condition = SeenStorage.storageReady(PLAN, seen);
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("Unauthorized");
    assertThat(condition.message())
        .isEqualTo(
            "https://es:9200 cannot be used: https://es:9200 refuses user x; collectors start when it can");
  }

  @Test
  void whateverElseTheCommandSaysIsShownAsItIs() {
    var seen =
        withJob(
            "state: {terminated: {exitCode: 2, reason: Error, message: 'Exception in thread main'}}");
    assertThat(Preflight.of(PLAN, seen))
        .isEqualTo(new Preflight.Failing("SchemaJobFailed", "Exception in thread main"));
  }

  @Test
  void resultAfterOtherLinesIsFound() {
    var seen =
        withJob(
            "state: {terminated: {exitCode: 1, message: \"a warning\\n{\\\"reason\\\":\\\"ReadOnly\\\",\\\"message\\\":\\\"index p\\\"}\\n\"}}");
    assertThat(Preflight.of(PLAN, seen)).isEqualTo(new Preflight.Failing("ReadOnly", "index p"));
  }

  @Test
  void stepThatFailedIsShownThoughItIsNotTheLast() {
    var seen =
        SeenStorage.seen(
            new ObservedStorage(List.of(), List.of(SeenStorage.job(PLAN)), List.of(), List.of()),
            SeenStorage.podOfSteps(
                "state: {terminated: {exitCode: 1, message: '{\"reason\":\"MappingConflict\",\"message\":\"index p\"}'}}",
                "state: {waiting: {reason: PodInitializing}}"));
    assertThat(Preflight.of(PLAN, seen))
        .isEqualTo(new Preflight.Failing("MappingConflict", "index p"));
  }

  @Test
  void podThatCannotStartIsAFailedJob() {
    var seen =
        withJob(
            "state: {waiting: {reason: CreateContainerConfigError, message: 'secret \"es\" not found'}}");
    assertThat(SeenStorage.storageReady(PLAN, seen).reason()).isEqualTo("SchemaJobFailed");
    assertThat(SeenStorage.storageReady(PLAN, seen).message()).contains("secret \"es\" not found");
  }

  @Test
  void collectorsThatRunGoOnWhileAnotherConfigurationFails() {
    var job = SeenStorage.job(PLAN);
    var seen =
        SeenStorage.seen(
            new ObservedStorage(
                List.of(new StorageReport.Available("c-1")), List.of(job), List.of(), List.of()),
            SeenStorage.pod("state: {terminated: {exitCode: 1, message: odd}}"));
    assertThat(SeenStorage.storageReady(PLAN, seen).message())
        .endsWith("collectors go on as they were until it can");
  }

  private static Observed nothing() {
    return SeenStorage.seen(ObservedStorage.NOTHING);
  }

  private static Observed withJob(String... states) {
    return SeenStorage.seen(
        new ObservedStorage(List.of(), List.of(SeenStorage.job(PLAN)), List.of(), List.of()),
        List.of(states).stream().map(SeenStorage::pod).toArray(Pod[]::new));
  }
}
