package io.jaegerstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jaegerstack.crds.v1.StorageTaskStatus;
import io.jaegerstack.operator.manifests.storage.TaskManifests;
import io.jaegerstack.operator.resolve.ResolvedStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTasksTest {
  private static final ResolvedStack PLAN =
      SeenStorage.plan(
          "{type: Elasticsearch, elasticsearch: {urls: ['https://es:9200'], retention: {days: 7}}}");

  @Test
  void runThatSucceededTellsWhatItDidAndWhen() {
    var tasks =
        tasks(
            Map.of(),
            SeenStorage.done(clean("clean-1", "2026-02-01T00:00:00Z"), "Complete"),
            "state: {terminated: {exitCode: 0, message: '{\"ok\":true,\"created\":[],\"deleted\":[\"a\",\"b\"],\"counts\":{\"created\":0,\"deleted\":2,\"changed\":1},\"note\":\"of two tenants\"}'}}");
    assertThat(tasks.get("clean"))
        .isEqualTo(
            new StorageTaskStatus(
                "Succeeded",
                "deleted 2 (a, b); changed 1; of two tenants",
                "2026-01-31T12:00:01Z",
                "2026-01-31T12:00:09Z",
                "clean-1"));
  }

  @Test
  void runThatFailedTellsWhyAlsoWhereItsPodIsGone() {
    var failed = SeenStorage.done(clean("clean-1", "2026-02-01T00:00:00Z"), "Failed");
    assertThat(tasks(Map.of(), failed).get("clean").result()).isEqualTo("Failed");
    assertThat(tasks(Map.of(), failed).get("clean").message()).isEqualTo("the Job says Failed");
    assertThat(tasks(Map.of(), failed).get("clean").finishedAt()).isEqualTo("2026-01-31T12:00:10Z");
  }

  @Test
  void lastRunIsTheYoungest() {
    var old = SeenStorage.done(clean("clean-1", "2026-02-01T00:00:00Z"), "Complete");
    var running = clean("clean-2", "2026-02-02T00:00:00Z");
    var seen =
        SeenStorage.seen(
            new ObservedStorage(List.of(), List.of(running, old), List.of(), List.of()));
    var clean = StorageTasks.of(PLAN.storage(), seen, Map.of()).get("clean");
    assertThat(clean.job()).isEqualTo("clean-2");
    assertThat(clean.result()).isEqualTo("Running");
  }

  @Test
  void runThatTheClusterHasTidiedAwayStaysTold() {
    var known = new StorageTaskStatus("Succeeded", "3 indices deleted", null, null, "clean-1");
    var nothing = SeenStorage.seen(ObservedStorage.NOTHING);
    assertThat(StorageTasks.of(PLAN.storage(), nothing, Map.of("clean", known)))
        .containsExactly(Map.entry("clean", known));
    var withoutPod = SeenStorage.done(clean("clean-1", "2026-02-01T00:00:00Z"), "Complete");
    assertThat(tasks(Map.of("clean", known), withoutPod).get("clean").message())
        .isEqualTo("3 indices deleted");
  }

  @Test
  void taskThatIsNoLongerWantedIsForgotten() {
    var known = new StorageTaskStatus("Succeeded", "rolled over", null, null, "r-1");
    var nothing = SeenStorage.seen(ObservedStorage.NOTHING);
    assertThat(StorageTasks.of(PLAN.storage(), nothing, Map.of("rollover", known))).isEmpty();
    assertThat(
            StorageTasks.of(
                SeenStorage.plan("{type: Memory}").storage(), nothing, Map.of("schema", known)))
        .isEmpty();
  }

  private static Map<String, StorageTaskStatus> tasks(
      Map<String, StorageTaskStatus> before, Job job, String... states) {
    var seen =
        new Observed(
            List.of(),
            List.of(),
            List.of(states).stream().map(SeenStorage::pod).toList(),
            new ObservedStorage(List.of(), List.of(job), List.of(), List.of()));
    return StorageTasks.of(PLAN.storage(), seen, before);
  }

  /// A Job of the CronJob, whose pods are those of [SeenStorage#pod].
  private static Job clean(String name, String created) {
    return new JobBuilder(SeenStorage.job(PLAN))
        .editMetadata()
        .withName(name)
        .withCreationTimestamp(created)
        .addToLabels(TaskManifests.TASK, "clean")
        .endMetadata()
        .build();
  }
}
