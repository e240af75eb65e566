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
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingEventSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/// Asks the collectors of every stack with a storage of its own how that is, again and again and
/// never inside a reconciliation; an answer that differs from the last is an event.
final class StorageReports
    extends PerResourcePollingEventSource<StorageReport, JaegerStack, String> {
  /// As often as a collector looks.
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /// As long as no collector has said that all is well, someone may be waiting for it.
  private static final Duration SOON = Duration.ofSeconds(2);

  /// Stacks asked at a time; one whose collectors are silent takes [StorageProbe#PATIENCE].
  private static final int AT_A_TIME = 8;

  private StorageReports(
      EventSourceContext<JaegerStack> context, Collectors collectors, StorageProbe probe) {
    super(
        StorageReport.class,
        context,
        new PerResourcePollingConfigurationBuilder<StorageReport, JaegerStack, String>(
                new Fetcher(collectors, probe), PERIOD)
            .withName("storage-reports")
            .withResourceIDMapper(StorageReport::pod)
            .withRegisterPredicate(StorageReports::isApart)
            .withExecutorService(
                Executors.newScheduledThreadPool(
                    AT_A_TIME, Thread.ofVirtual().name("storage-reports-", 0).factory()))
            .build());
  }

  static StorageReports of(
      EventSourceContext<JaegerStack> context,
      InformerEventSource<Pod, JaegerStack> pods,
      StorageProbe probe) {
    return new StorageReports(context, pods::getSecondaryResources, probe);
  }

  /// What is known, without asking: the framework would ask here and now where nothing is.
  @Override
  public Set<StorageReport> getSecondaryResources(JaegerStack stack) {
    return getSecondaryResources(ResourceID.fromResource(stack));
  }

  private static boolean isApart(JaegerStack stack) {
    return stack.getSpec() != null
        && stack.getSpec().storage() != null
        && stack.getSpec().storage().type() == StorageType.Elasticsearch;
  }

  /// Where a stack's pods are known.
  private interface Collectors {
    Set<Pod> podsOf(JaegerStack stack);
  }

  private record Fetcher(Collectors collectors, StorageProbe probe)
      implements ResourceFetcher<StorageReport, JaegerStack> {

    @Override
    public Set<StorageReport> fetchResources(JaegerStack stack) {
      var name = new StackName(stack.getMetadata().getName(), stack.getMetadata().getNamespace());
      return probe.ask(
          collectors.podsOf(stack).stream()
              .filter(
                  pod ->
                      Ownership.isMadeByDeployment(pod, name.collector())
                          || Ownership.isMadeByDeployment(pod, name.name()))
              .toList());
    }

    @Override
    public Optional<Duration> fetchDelay(Set<StorageReport> last, JaegerStack stack) {
      boolean isWell =
          last != null && !last.isEmpty() && last.stream().allMatch(Available.class::isInstance);
      return Optional.of(isWell ? PERIOD : SOON);
    }
  }
}
