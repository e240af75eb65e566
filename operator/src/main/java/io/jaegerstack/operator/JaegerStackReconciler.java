package io.jaegerstack.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackStatus;
import io.jaegerstack.operator.dependents.ConfigMaps;
import io.jaegerstack.operator.dependents.CronJobs;
import io.jaegerstack.operator.dependents.DaemonSets;
import io.jaegerstack.operator.dependents.Deployments;
import io.jaegerstack.operator.dependents.DisruptionBudgets;
import io.jaegerstack.operator.dependents.Ingresses;
import io.jaegerstack.operator.dependents.Jobs;
import io.jaegerstack.operator.dependents.Plan;
import io.jaegerstack.operator.dependents.ServiceAccounts;
import io.jaegerstack.operator.dependents.Services;
import io.jaegerstack.operator.dependents.VolumeClaims;
import io.jaegerstack.operator.manifests.StackManifests;
import io.jaegerstack.operator.resolve.Images;
import io.jaegerstack.operator.resolve.Resolution.Refused;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackResolver;
import io.jaegerstack.operator.status.Observed;
import io.jaegerstack.operator.status.ObservedStorage;
import io.jaegerstack.operator.status.Preflight;
import io.jaegerstack.operator.status.StackStatus;
import io.jaegerstack.operator.status.StorageReport;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One reconciliation of one stack, always in full and whatever its cause: resolve, plan, apply,
/// answer. It waits for nothing: what the cluster still has to do is said in the status, and the
/// next event brings the next reconciliation.
@ControllerConfiguration(
    name = JaegerStackReconciler.NAME,
    fieldManager = JaegerStackReconciler.FIELD_MANAGER)
@Workflow(
    explicitInvocation = true,
    dependents = {
      @Dependent(name = "service-accounts", type = ServiceAccounts.class),
      @Dependent(name = "config-maps", type = ConfigMaps.class),
      @Dependent(name = "services", type = Services.class),
      @Dependent(
          name = "deployments",
          type = Deployments.class,
          dependsOn = {"service-accounts", "config-maps"}),
      @Dependent(name = "volume-claims", type = VolumeClaims.class),
      @Dependent(
          name = "jobs",
          type = Jobs.class,
          dependsOn = {"service-accounts", "config-maps"}),
      @Dependent(
          name = "cron-jobs",
          type = CronJobs.class,
          dependsOn = {"service-accounts", "config-maps"}),
      @Dependent(
          name = "daemon-sets",
          type = DaemonSets.class,
          dependsOn = {"service-accounts"}),
      @Dependent(name = "disruption-budgets", type = DisruptionBudgets.class),
      @Dependent(name = "ingresses", type = Ingresses.class)
    })
public final class JaegerStackReconciler implements Reconciler<JaegerStack> {
  private static final Logger LOG = LoggerFactory.getLogger(JaegerStackReconciler.class);

  /// A conflict that is still there at the third attempt is none between two views of one object:
  /// the object belongs to somebody else.
  private static final int PASSING_ATTEMPTS = 2;

  static final String NAME = "jaegerstack";

  /// Owner of the fields that we set, in every object's `managedFields`.
  public static final String FIELD_MANAGER = "jaegerstack-operator";

  private final Images images;
  private final Clock clock;
  private final StorageTaskMetrics taskMetrics;
  private final StackEvents events;

  JaegerStackReconciler(Images images, Clock clock, StorageTaskMetrics taskMetrics) {
    this.images = images;
    this.clock = clock;
    this.taskMetrics = taskMetrics;
    this.events = new StackEvents(clock);
  }

  @Override
  public List<EventSource<?, JaegerStack>> prepareEventSources(
      EventSourceContext<JaegerStack> context) {
    var pods = EventSources.pods(context);
    return List.of(
        pods,
        EventSources.claimEvents(context),
        EventSources.neighbours(context),
        StorageReports.of(context, pods, new StorageProbe(), taskMetrics::forget));
  }

  @Override
  public UpdateControl<JaegerStack> reconcile(JaegerStack stack, Context<JaegerStack> context) {
    return switch (StackResolver.resolve(stack, images)) {
      case Refused(var problems) ->
          answer(
              stack,
              StackStatus.refused(
                  generation(stack),
                  problems,
                  seen(stack, context).storageReports(),
                  before(stack),
                  now()),
              context);
      case Resolved(var wanted) -> answer(stack, applied(stack, wanted, context), context);
    };
  }

  @Override
  public ErrorStatusUpdateControl<JaegerStack> updateErrorStatus(
      JaegerStack stack, Context<JaegerStack> context, Exception failure) {
    int attempt = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
    if (Failures.isPassing(failure) && attempt < PASSING_ATTEMPTS) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    String cause =
        Failures.cause(failure)
            + (Failures.isConflict(failure) ? " (an object of that name is not this stack's)" : "");
    LOG.warn(
        "reconciliation failed stack={}/{} cause=\"{}\"",
        stack.getMetadata().getNamespace(),
        stack.getMetadata().getName(),
        cause,
        LOG.isDebugEnabled() ? failure : null);
    var reports = seen(stack, context).storageReports();
    var status = StackStatus.failed(generation(stack), cause, reports, before(stack), now());
    if (status.equals(before(stack))) {
      return ErrorStatusUpdateControl.noStatusUpdate();
    }
    events.publish(stack, status, context.getClient());
    return ErrorStatusUpdateControl.patchStatus(withStatus(stack, status));
  }

  private JaegerStackStatus applied(
      JaegerStack stack, ResolvedStack wanted, Context<JaegerStack> context) {
    var portHolder = NodePorts.holder(stack, wanted, EventSources.stacks(context), images);
    var seen = seen(stack, context);
    var now = PortSharing.now(wanted, seen);
    plan(now, StackManifests.of(now, portHolder.isEmpty()), seen).putInto(context);
    context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
    var status = StackStatus.of(wanted, seen(stack, context), portHolder, before(stack), now());
    taskMetrics.show(stack, status.storageTasks());
    return status;
  }

  /// Collectors are left as they are, or out, until their storage is ready for them; and so is a
  /// volume that this storage has no use for: until then it has the only spans, and its deletion
  /// could not be taken back.
  private static Plan plan(ResolvedStack wanted, List<HasMetadata> objects, Observed seen) {
    if (Preflight.of(wanted, seen).isPassed()) {
      return new Plan(objects, List.of());
    }
    var held = new ArrayList<>(StackManifests.storing(wanted, objects));
    held.addAll(seen.storage().claims());
    return new Plan(objects.stream().filter(object -> !held.contains(object)).toList(), held);
  }

  private static Observed seen(JaegerStack stack, Context<JaegerStack> context) {
    return Observed.of(
        stack,
        context.getSecondaryResources(Deployment.class),
        context.getSecondaryResources(DaemonSet.class),
        context.getSecondaryResources(Pod.class),
        context.getSecondaryResources(CronJob.class),
        new ObservedStorage(
            List.copyOf(context.getSecondaryResources(StorageReport.class)),
            List.copyOf(context.getSecondaryResources(Job.class)),
            List.copyOf(context.getSecondaryResources(PersistentVolumeClaim.class)),
            List.copyOf(context.getSecondaryResources(Event.class))));
  }

  private UpdateControl<JaegerStack> answer(
      JaegerStack stack, JaegerStackStatus status, Context<JaegerStack> context) {
    if (status.equals(before(stack))) {
      return UpdateControl.noUpdate();
    }
    events.publish(stack, status, context.getClient());
    return UpdateControl.patchStatus(withStatus(stack, status));
  }

  /// Only what we own of the custom resource, for server-side apply.
  private static JaegerStack withStatus(JaegerStack stack, JaegerStackStatus status) {
    var ours = new JaegerStack();
    ours.setMetadata(
        new ObjectMetaBuilder()
            .withName(stack.getMetadata().getName())
            .withNamespace(stack.getMetadata().getNamespace())
            .build());
    ours.setStatus(status);
    return ours;
  }

  private static JaegerStackStatus before(JaegerStack stack) {
    return requireNonNullElse(stack.getStatus(), JaegerStackStatus.UNKNOWN);
  }

  private static long generation(JaegerStack stack) {
    return requireNonNullElse(stack.getMetadata().getGeneration(), 0L);
  }

  private Instant now() {
    return clock.instant();
  }
}
