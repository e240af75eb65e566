package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import io.jaegerstack.crds.v1.JaegerStack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is done for a storage before and beside the collectors, on a real API server with the
/// cluster's own controllers of Jobs, CronJobs and volumes; kubelet and provisioners are played.
@ExtendWith(ApiServer.class)
class StackStorageIT {
  private static final String ELASTICSEARCH =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: tracing}
      spec:
        strategy: Distributed
        agent: {placement: None}
        storage:
          type: Elasticsearch
          elasticsearch:
            urls: ["https://es.nowhere:9200"]
            retention: {days: 7, schedule: "0 0 1 1 *"}
      """;

  private static final String WITHOUT_A_DATABASE =
      """
      apiVersion: jaegerstack.io/v1
      kind: JaegerStack
      metadata: {name: tracing}
      spec:
        agent: {placement: None}
      """;

  private static final String UNAUTHORIZED =
      "{phase: Running, containerStatuses: [{name: schema, image: i, imageID: '', restartCount: 2, ready: false,"
          + " state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1,"
          + " message: '{\"ok\":false,\"reason\":\"Unauthorized\",\"message\":\"https://es.nowhere:9200 refuses elastic\"}'}}}]}";

  private final List<PersistentVolume> volumes = new ArrayList<>();
  private OperatorUnderTest operator;

  @BeforeEach
  void start(RunningApiServer server) throws IOException {
    operator = new OperatorUnderTest(server, "storage");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void collectorsAreMadeOnceTheSchemaJobHasSucceededAndNotBefore() {
    operator.apply(ELASTICSEARCH);
    Eventually.holds(() -> operator.setPodStatus(schemaPod(), UNAUTHORIZED));
    Eventually.holds(
        () -> {
          var ready = operator.condition("tracing", "StorageReady");
          assertThat(ready.status()).isEqualTo("False");
          assertThat(ready.reason()).isEqualTo("Unauthorized");
          assertThat(ready.message()).contains("https://es.nowhere:9200 refuses elastic");
        });
    assertThat(operator.objects())
        .contains("Deployment/tracing-query")
        .doesNotContain("Deployment/tracing-collector");
    assertThat(operator.condition("tracing", "Ready").reason()).isEqualTo("WaitingForStorage");

    operator.passSchemaJob();
    Eventually.holds(() -> assertThat(operator.objects()).contains("Deployment/tracing-collector"));
    Eventually.holds(
        () -> {
          var schema = operator.stack("tracing").getStatus().storageTasks().get("schema");
          assertThat(schema.result()).isEqualTo("Succeeded");
          assertThat(schema.message()).isEqualTo("templates are there");
          assertThat(schema.finishedAt()).isNotNull();
        });
  }

  @Test
  void collectorsThatRunStayAsTheyAreUntilTheChangedStorageHasPassed() {
    operator.apply(ELASTICSEARCH);
    operator.passSchemaJob();
    Eventually.holds(() -> assertThat(operator.deployment("tracing-collector")).isNotNull());
    String hash = configHash();

    operator.apply(ELASTICSEARCH.replace("retention:", "indexPrefix: prod\n      retention:"));
    Eventually.holds(
        () ->
            assertThat(operator.condition("tracing", "Progressing").reason())
                .isEqualTo("WaitingForStorage"));
    assertThat(configHash()).isEqualTo(hash);

    operator.passSchemaJob();
    Eventually.holds(() -> assertThat(configHash()).isNotEqualTo(hash));
    assertThat(jobs()).as("the Job of the former storage").hasSize(1);
  }

  @Test
  void lastRunOfACronJobIsInTheStatus() {
    operator.apply(ELASTICSEARCH);
    operator.passSchemaJob();
    Eventually.holds(
        () -> assertThat(operator.objects()).contains("CronJob/tracing-es-index-cleaner"));
    var cronJob =
        operator
            .admin
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(operator.namespace)
            .withName("tracing-es-index-cleaner")
            .get();
    // As `kubectl create job --from=cronjob/tracing-es-index-cleaner` does it.
    operator
        .admin
        .batch()
        .v1()
        .jobs()
        .inNamespace(operator.namespace)
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName("by-hand")
                .withLabels(cronJob.getSpec().getJobTemplate().getMetadata().getLabels())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("CronJob")
                .withName(cronJob.getMetadata().getName())
                .withUid(cronJob.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(cronJob.getSpec().getJobTemplate().getSpec())
                .build())
        .create();
    Eventually.holds(
        () -> {
          var clean = operator.stack("tracing").getStatus().storageTasks().get("clean");
          assertThat(clean).isNotNull();
          assertThat(clean.result()).isEqualTo("Running");
          assertThat(clean.job()).isEqualTo("by-hand");
        });
    assertThat(operator.objects())
        .as("the operator removes no Job of a CronJob")
        .contains("Job/by-hand");
  }

  @Test
  void localWithoutAStorageClassSaysSo() {
    operator.apply(local("Delete", "10Gi"));
    Eventually.holds(
        () -> {
          var ready = operator.condition("tracing", "StorageReady");
          assertThat(ready.status()).isEqualTo("False");
          assertThat(ready.reason()).isEqualTo("NoStorageClass");
        });
    assertThat(operator.objects()).contains("Deployment/tracing");
  }

  @Test
  void stackWithoutADatabaseSaysWhatToDoWhereNoClassServesItAndThatIsEnough() {
    operator.apply(WITHOUT_A_DATABASE);
    Eventually.holds(
        () ->
            assertThat(operator.condition("tracing", "StorageReady").message())
                .contains("set spec.storage.local.storageClassName"));
    operator.apply(WITHOUT_A_DATABASE + "  storage: {local: {storageClassName: slow}}\n");
    Eventually.holds(
        () -> assertThat(claim().get().getSpec().getStorageClassName()).isEqualTo("slow"));
  }

  /// What an operator before 0.4.0 has left: nothing in the spec, Memory in the status.
  @Test
  void stackThatHasRunInMemoryStaysThereUntilItIsAskedToMove() {
    operator.apply(WITHOUT_A_DATABASE + "  storage: {type: Memory}\n");
    Eventually.holds(() -> assertThat(operator.condition("tracing", "StorageReady")).isNotNull());
    String before = operator.resourceVersions().get("Deployment/tracing");

    operator.apply(WITHOUT_A_DATABASE);
    operator.restart();
    Eventually.holds(
        () ->
            assertThat(operator.stack("tracing").getStatus().observedGeneration())
                .isEqualTo(operator.stack("tracing").getMetadata().getGeneration()));
    assertThat(operator.condition("tracing", "StorageReady").reason()).isEqualTo("InMemory");
    assertThat(operator.resourceVersions())
        .containsEntry("Deployment/tracing", before)
        .doesNotContainKey("PersistentVolumeClaim/tracing-local");

    operator.apply(WITHOUT_A_DATABASE + "  storage: {type: Local}\n");
    Eventually.holds(
        () ->
            assertThat(operator.resourceVersions())
                .containsKey("PersistentVolumeClaim/tracing-local")
                .doesNotContainEntry("Deployment/tracing", before));
  }

  @Test
  void whatTheClusterSaysOfAClassThatIsNotThereIsInTheCondition() {
    operator.apply(local("Delete", "10Gi, storageClassName: absent"));
    Eventually.holds(
        () -> {
          var ready = operator.condition("tracing", "StorageReady");
          assertThat(ready.reason()).isEqualTo("NoStorageClass");
          assertThat(ready.message()).contains("\"absent\" not found");
        });
  }

  @Test
  void retainedVolumeOutlivesItsStackAndIsTakenUpAgain() {
    operator.apply(local("Retain", "10Gi"));
    Eventually.holds(() -> assertThat(claim().get()).isNotNull());
    String uid = claim().get().getMetadata().getUid();
    assertThat(claim().get().getMetadata().getOwnerReferences()).isEmpty();
    delete();
    Eventually.holds(
        () ->
            assertThat(operator.objects()).containsExactly("PersistentVolumeClaim/tracing-local"));

    operator.apply(local("Delete", "10Gi"));
    Eventually.holds(() -> assertThat(claim().get().getMetadata().getOwnerReferences()).hasSize(1));
    assertThat(claim().get().getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void claimThatCannotChangeIsTakenUpAsItIs() {
    operator.apply(local("Retain", "20Gi, storageClassName: absent"));
    Eventually.holds(() -> assertThat(claim().get()).isNotNull());
    delete();
    Eventually.holds(() -> assertThat(operator.objects()).hasSize(1));

    operator.apply(local("Delete", "10Gi, storageClassName: another"));
    Eventually.holds(() -> assertThat(claim().get().getMetadata().getOwnerReferences()).hasSize(1));
    assertThat(claim().get().getSpec().getStorageClassName()).isEqualTo("absent");
    assertThat(claim().get().getSpec().getResources().getRequests())
        .containsEntry("storage", new Quantity("20Gi"));
    assertThat(operator.objects()).contains("Deployment/tracing");
  }

  @Test
  void volumeGoesWithItsStackWhereItIsNotRetained() {
    operator.apply(local("Delete", "10Gi"));
    Eventually.holds(() -> assertThat(claim().get()).isNotNull());
    delete();
    Eventually.holds(() -> assertThat(operator.objects()).isEmpty());
  }

  @Test
  void volumeIsAskedToGrowWithTheSpec() {
    var growing =
        operator
            .admin
            .resource(
                new StorageClassBuilder()
                    .withNewMetadata()
                    .withName("growing-" + operator.namespace)
                    .endMetadata()
                    .withProvisioner("example.com/none")
                    .withAllowVolumeExpansion(true)
                    .build())
            .create();
    try {
      String inClass = ", storageClassName: " + growing.getMetadata().getName();
      operator.apply(local("Delete", "10Gi" + inClass));
      Eventually.holds(() -> assertThat(claim().get()).isNotNull());
      volumes.add(provision(growing.getMetadata().getName()));
      Eventually.holds(() -> assertThat(claim().get().getStatus().getPhase()).isEqualTo("Bound"));
      operator.apply(local("Delete", "20Gi" + inClass));
      Eventually.holds(
          () ->
              assertThat(claim().get().getSpec().getResources().getRequests())
                  .containsEntry("storage", new Quantity("20Gi")));
      Eventually.holds(
          () ->
              assertThat(operator.condition("tracing", "StorageReady").message())
                  .contains("which has 10Gi and is to grow to 20Gi"));
    } finally {
      volumes.forEach(volume -> operator.admin.resource(volume).delete());
      operator.admin.resource(growing).delete();
    }
  }

  /// Plays the provisioner; that the two are each other's is the cluster's own work.
  private PersistentVolume provision(String storageClass) {
    return operator
        .admin
        .resource(
            new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName("volume-" + operator.namespace)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(storageClass)
                .withAccessModes("ReadWriteOnce")
                .withCapacity(Map.of("storage", new Quantity("10Gi")))
                .withNewHostPath()
                .withPath("/nowhere")
                .endHostPath()
                .withNewClaimRef()
                .withNamespace(operator.namespace)
                .withName("tracing-local")
                .endClaimRef()
                .endSpec()
                .build())
        .create();
  }

  private Resource<PersistentVolumeClaim> claim() {
    return operator
        .admin
        .persistentVolumeClaims()
        .inNamespace(operator.namespace)
        .withName("tracing-local");
  }

  private void delete() {
    operator
        .admin
        .resources(JaegerStack.class)
        .inNamespace(operator.namespace)
        .withName("tracing")
        .delete();
  }

  private Pod schemaPod() {
    List<Pod> pods = operator.schemaPods();
    assertThat(pods).as("pods of the schema Job").hasSize(1);
    return pods.getFirst();
  }

  private List<String> jobs() {
    return operator.objects().stream().filter(name -> name.startsWith("Job/")).toList();
  }

  private String configHash() {
    return operator
        .deployment("tracing-collector")
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get("jaegerstack.io/config-hash");
  }

  private static String local(String deletionPolicy, String size) {
    return """
    apiVersion: jaegerstack.io/v1
    kind: JaegerStack
    metadata: {name: tracing}
    spec:
      agent: {placement: None}
      storage: {type: Local, local: {deletionPolicy: %s, size: %s}}
    """
        .formatted(deletionPolicy, size);
  }
}
