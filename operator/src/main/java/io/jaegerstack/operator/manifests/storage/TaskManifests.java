package io.jaegerstack.operator.manifests.storage;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.operator.manifests.pod.ConfigHash;
import io.jaegerstack.operator.manifests.pod.DataVolume;
import io.jaegerstack.operator.manifests.pod.PodSecurity;
import io.jaegerstack.operator.manifests.pod.SecretFiles;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;

/// What is done to the servers of a storage: by a Job before collectors start, by CronJobs from
/// then on. All run our own collector's image, whatever image the collectors have.
public final class TaskManifests {
  /// On the Jobs of a task and their pods: the task's name.
  public static final String TASK = "jaegerstack.io/storage-task";

  /// Name of the task that goes before collectors.
  public static final String SCHEMA = "schema";

  /// The pods' part in the stack.
  private static final String COMPONENT = "storage";

  /// A Job's digits: a name of 40 characters, "-storage-schema-" and these are 63, the most.
  private static final int DIGITS = 7;

  /// The kubelet tries again after 10 s, 20 s, 40 s and so on up to 5 min, in the same pod, whose
  /// last words so stay readable. It does not end: a Job that has failed for good would lose them,
  /// and hold collectors until somebody deletes it.
  private static final int SCHEMA_ATTEMPTS = 1_000_000;

  /// A task that comes again has no need to be tried for long.
  private static final int RETENTION_ATTEMPTS = 2;

  private static final long RETENTION_SECONDS = 3_600L;

  /// A schedule is missed while the cluster's controllers are away; after an hour the next one is
  /// near enough.
  private static final long CATCH_UP_SECONDS = 3_600L;

  /// What flags about servers begin with.
  private static final List<String> SERVERS =
      List.of("es.", "es-archive.", "cassandra.", "cassandra-archive.", "multi-tenancy.");

  private static final String MEMORY = "256Mi";

  /// The Job before collectors. Its name tells what it does, so that whatever changes that is
  /// another Job, which has to succeed before collectors get the change.
  public static Job schema(ResolvedStack stack, Servers servers) {
    var task = StorageTask.schema(servers);
    var spec = job(stack, servers, task, "OnFailure").withBackoffLimit(SCHEMA_ATTEMPTS).build();
    var does = new HashMap<>(servers.environment());
    does.put("spec", Serialization.asJson(spec));
    return new JobBuilder()
        .withMetadata(
            metadata(stack, task, stack.name().schemaJob(ConfigHash.of(does).substring(0, DIGITS))))
        .withSpec(spec)
        .build();
  }

  public static CronJob cronJob(ResolvedStack stack, Servers servers, RetentionTask retention) {
    var task = StorageTask.of(retention);
    var metadata = metadata(stack, task, stack.name().cronJob(suffix(retention)));
    return new CronJobBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withSchedule(retention.schedule())
        .withConcurrencyPolicy("Forbid")
        .withStartingDeadlineSeconds(CATCH_UP_SECONDS)
        .withSuccessfulJobsHistoryLimit(1)
        .withFailedJobsHistoryLimit(1)
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(metadata.getLabels())
        .endMetadata()
        .withSpec(
            job(stack, servers, task, "Never")
                .withBackoffLimit(RETENTION_ATTEMPTS)
                .withActiveDeadlineSeconds(RETENTION_SECONDS)
                .build())
        .endJobTemplate()
        .endSpec()
        .build();
  }

  /// As jaeger-operator calls them.
  private static String suffix(RetentionTask task) {
    return switch (task.kind()) {
      case CLEAN -> "es-index-cleaner";
      case ROLLOVER -> "es-rollover";
      case LOOKBACK -> "es-lookback";
    };
  }

  private static JobSpecBuilder job(
      ResolvedStack stack, Servers servers, StorageTask task, String restartPolicy) {
    return new JobSpecBuilder(new JobSpec()).withTemplate(pod(stack, servers, task, restartPolicy));
  }

  private static PodTemplateSpec pod(
      ResolvedStack stack, Servers servers, StorageTask task, String restartPolicy) {
    var data = StorageManifests.volumes(stack);
    var containers =
        task.steps().stream().map(step -> container(stack, servers, step, data)).toList();
    var volumes = new ArrayList<>(List.of(PodSecurity.scratch()));
    data.forEach(each -> volumes.add(each.volume()));
    volumes.addAll(SecretFiles.volumes(stack.collectorPods()));
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(metadata(stack, task, "").getLabels())
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(stack.name().name())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withRestartPolicy(restartPolicy)
        .withNodeSelector(stack.collectorPods().nodeSelector())
        .withTolerations(stack.collectorPods().tolerations())
        .withSecurityContext(PodSecurity.ofPod())
        .withInitContainers(containers.subList(0, containers.size() - 1))
        .withContainers(containers.getLast())
        .withVolumes(volumes)
        .endSpec()
        .build();
  }

  private static Container container(
      ResolvedStack stack, Servers servers, StorageTask.Step step, List<DataVolume> data) {
    var mounts = new ArrayList<>(List.of(PodSecurity.scratchMount()));
    data.forEach(each -> mounts.add(each.mount()));
    mounts.addAll(SecretFiles.mounts(stack.collectorPods()));
    return new ContainerBuilder()
        .withName(step.name())
        .withImage(stack.taskImage())
        .withImagePullPolicy(stack.collectorPods().pullPolicy())
        .withArgs(arguments(stack, servers, step))
        .withEnv(StorageManifests.credentials(servers))
        .withEnvFrom(StorageManifests.environmentFrom(stack))
        .withNewResources()
        .addToRequests("cpu", new Quantity("50m"))
        .addToRequests("memory", new Quantity(MEMORY))
        .addToLimits("memory", new Quantity(MEMORY))
        .endResources()
        // What a process says before it can write its result is better than nothing.
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(PodSecurity.ofContainer())
        .withVolumeMounts(mounts)
        .build();
  }

  /// The command, and what the collectors' own options say of the servers, such as their TLS.
  private static List<String> arguments(
      ResolvedStack stack, Servers servers, StorageTask.Step step) {
    var flags = new TreeMap<>(stack.collectorPods().options());
    flags.keySet().removeIf(flag -> SERVERS.stream().noneMatch(flag::startsWith));
    flags.putAll(servers.arguments());
    var arguments = new ArrayList<>(List.of("storage"));
    arguments.addAll(List.of(step.verb().words().split(" ")));
    arguments.addAll(step.arguments());
    flags.forEach((flag, value) -> arguments.add("--" + flag + "=" + value));
    return arguments;
  }

  private static ObjectMeta metadata(ResolvedStack stack, StorageTask task, String name) {
    var metadata = StackLabels.metadata(stack.name(), name);
    metadata.getLabels().put(StackLabels.COMPONENT, COMPONENT);
    metadata.getLabels().put(TASK, task.name());
    return metadata;
  }

  private TaskManifests() {}
}
