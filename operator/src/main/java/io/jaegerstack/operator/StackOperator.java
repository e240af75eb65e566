package io.jaegerstack.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.resolve.Images;
import io.jaegerstack.settings.OperatorSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Version;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The operator framework, set up as this operator needs it (ADR 009 has the reasons). Started and
/// stopped by `OperatorMain`, and by tests inside their own process.
public final class StackOperator {
  private static final Logger LOG = LoggerFactory.getLogger(StackOperator.class);

  /// Exit code, so that a pod's last state tells this end from a crash.
  private static final int LEADERSHIP_LOST = 3;

  static final String LEASE = "jaegerstack-operator";

  /// Without an event, every stack is looked at this often: what a lost event would have told is
  /// found out.
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /// A failed reconciliation is tried again for ever, soon at first, then this often.
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

  /// Shorter than the pod's grace period of 30 s.
  private static final Duration FINISH_WITHIN = Duration.ofSeconds(10);

  private final Operator operator;
  private final LostReconciliations lost;
  private volatile boolean stopping;

  public StackOperator(
      KubernetesClient client, SettingValues settings, MeterRegistry registry, Clock clock) {
    this.lost = new LostReconciliations(clock);
    var metrics =
        new AggregatedMetrics(List.of(MicrometerMetrics.withoutPerResourceMetrics(registry), lost));
    this.operator =
        new Operator(
            overrider ->
                configure(overrider.withKubernetesClient(client).withMetrics(metrics), settings));
    var images =
        new Images(
            settings.value(OperatorSettings.IMAGE_PREFIX),
            version(settings),
            settings.value(OperatorSettings.IMAGE_PULL_POLICY));
    operator.register(
        new JaegerStackReconciler(images, clock, new StorageTaskMetrics(registry)),
        overrider -> configure(overrider, settings));
  }

  public void start() {
    operator.start();
  }

  public void stop() {
    stopping = true;
    operator.stop();
  }

  /// Whether every informer is connected: an operator that is blind cannot say what is true.
  public boolean isReady() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /// False where only a restart helps.
  public boolean isAlive() {
    return lost.isEmpty();
  }

  private void configure(ConfigurationServiceOverrider overrider, SettingValues settings) {
    overrider
        .withUseSSAToPatchPrimaryResource(true)
        .withSSABasedCreateUpdateMatchForDependentResources(true)
        // The framework would PUT ConfigMaps, and so take back what others have written into them.
        .withDefaultNonSSAResource(Set.of())
        .withPreviousAnnotationForDependentResources(false)
        .withReconciliationTerminationTimeout(FINISH_WITHIN)
        .withCloseClientOnStop(true);
    if (settings.value(OperatorSettings.LEADER_ELECTION)) {
      overrider.withLeaderElectionConfiguration(
          leaderElection(settings.value(OperatorSettings.LEADER_ELECTION_NAMESPACE)));
    }
  }

  /// The framework would call `System.exit` when leadership ends, also when it ends because the
  /// process is stopping: called by a shutdown hook, that never returns, and the process has to be
  /// killed.
  private LeaderElectionConfiguration leaderElection(String namespace) {
    var election =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
            .withExitOnStopLeading(false)
            .withLeaderCallbacks(
                new LeaderCallbacks(() -> {}, this::leadershipEnded, leader -> {}));
    return namespace.isEmpty() ? election.build() : election.withLeaseNamespace(namespace).build();
  }

  /// Another replica may lead from now on: not one more write, so no orderly end either.
  private void leadershipEnded() {
    if (!stopping) {
      LOG.error("leadership lost, ending at once");
      Runtime.getRuntime().halt(LEADERSHIP_LOST);
    }
  }

  private static void configure(
      ControllerConfigurationOverrider<JaegerStack> overrider, SettingValues settings) {
    overrider
        .withRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_DELAY)
                .setIntervalMultiplier(2)
                .setMaxInterval(LONGEST_DELAY.toMillis())
                .withoutMaxAttempts())
        .withReconciliationMaxInterval(LOOK_AGAIN);
    var namespaces = settings.value(OperatorSettings.WATCH_NAMESPACES);
    if (!namespaces.isEmpty()) {
      overrider.settingNamespaces(Set.copyOf(namespaces));
    }
  }

  private static String version(SettingValues settings) {
    String version = settings.value(OperatorSettings.IMAGE_VERSION);
    return version.isEmpty() ? Version.current() : version;
  }
}
