package io.jaegerstack.operator;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;

/// The operator's process.
public final class OperatorMain {
  /// How often the client repeats a request before the reconciliation fails and is retried as a
  /// whole. The client repeats every verb, so a high number would hold a thread for 19 s while
  /// other stacks wait.
  private static final int REQUEST_RETRIES = 2;

  public static void main(String[] arguments) throws IOException {
    switch (CommandLine.of(Catalogue.of(Component.OPERATOR), arguments)) {
      case CommandLine.Print(String text) -> System.out.print(text);
      case CommandLine.Refused(var problems) -> {
        problems.forEach(System.err::println);
        System.exit(2);
      }
      case CommandLine.Run(SettingValues settings) -> run(settings);
    }
  }

  private static void run(SettingValues settings) throws IOException {
    // Read by the logging library when its first logger is made, which is after this line.
    System.setProperty(
        "org.slf4j.simpleLogger.defaultLogLevel", settings.value(AdminSettings.LOG_LEVEL));
    var client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withRequestRetryBackoffLimit(REQUEST_RETRIES).build())
            .build();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var operator = new StackOperator(client, settings, registry, Clock.systemUTC());
    var admin = AdminServer.start(settings, operator, registry);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      operator.stop();
                      admin.stop();
                    }));
    operator.start();
  }

  private OperatorMain() {}
}
