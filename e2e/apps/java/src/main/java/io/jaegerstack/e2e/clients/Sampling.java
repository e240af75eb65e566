package io.jaegerstack.e2e.clients;

import io.jaegertracing.Configuration;
import io.jaegertracing.internal.JaegerSpanContext;
import io.jaegertracing.internal.JaegerTracer;
import io.jaegertracing.internal.samplers.HttpSamplingManager;
import io.jaegertracing.internal.samplers.ProbabilisticSampler;
import io.jaegertracing.internal.samplers.RemoteControlledSampler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes ten traces a second of each operation, with jaeger-client and its remote sampler, and prints what the sampler
 * decided, until standard input ends. The library has no variable for how often the sampler asks: it is set here.
 */
public final class Sampling {
  private static final List<String> OPERATIONS = List.of("checkout", "health");

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Configuration configuration = Configuration.fromEnv();
    RemoteControlledSampler sampler =
        new RemoteControlledSampler.Builder(configuration.getServiceName())
            .withSamplingManager(new HttpSamplingManager(System.getenv("JAEGER_SAMPLER_MANAGER_HOST_PORT")))
            .withInitialSampler(new ProbabilisticSampler(0))
            .withPollingInterval(2000)
            .build();
    try (JaegerTracer tracer = configuration.getTracerBuilder().withSampler(sampler).build();
        var ticks = Executors.newSingleThreadScheduledExecutor()) {
      ticks.scheduleAtFixedRate(() -> sample(tracer), 0, 100, TimeUnit.MILLISECONDS);
      while (System.in.read() >= 0) {
        // nobody says anything: the end of input is the end
      }
      ticks.shutdown();
      ticks.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  private static void sample(JaegerTracer tracer) {
    for (String operation : OPERATIONS) {
      var span = tracer.buildSpan(operation).start();
      span.finish();
      JaegerSpanContext context = span.context();
      System.out.printf(
          "{\"operation\":\"%s\",\"traceId\":\"%s\",\"sampled\":%s}%n",
          operation, context.toTraceId(), context.isSampled());
    }
  }

  private Sampling() {}
}
