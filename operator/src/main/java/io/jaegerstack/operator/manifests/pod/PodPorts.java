package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Ports;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ports of collector and query: in the pods by name, in the Services by number and name.
public final class PodPorts {
  /// A name of at most 15 characters, as Kubernetes wants it, and a number.
  private record Named(String name, int port, String application) {
    ContainerPort inPod() {
      return inPod(port);
    }

    ContainerPort inPod(int listening) {
      return new ContainerPortBuilder()
          .withName(name)
          .withContainerPort(listening)
          .withProtocol("TCP")
          .build();
    }

    ServicePort inService() {
      return new ServicePortBuilder()
          .withName(name)
          .withPort(port)
          .withTargetPort(new IntOrString(name))
          .withProtocol("TCP")
          .withAppProtocol(application)
          .build();
    }
  }

  /// Name of the query's HTTP port, behind which the UI is.
  public static final String UI = "http-query";

  /// gRPC without TLS, in Kubernetes' own words (KEP 3726).
  private static final String GRPC = "kubernetes.io/h2c";

  private static final String HTTP = "http";

  private static final List<Named> COLLECTOR =
      List.of(
          new Named("grpc-jaeger", Ports.COLLECTOR_GRPC, GRPC),
          new Named("http-thrift", Ports.COLLECTOR_HTTP, HTTP),
          new Named("grpc-otlp", Ports.OTLP_GRPC, GRPC),
          new Named("http-otlp", Ports.OTLP_HTTP, HTTP));

  private static final Named ZIPKIN = new Named("http-zipkin", Ports.COLLECTOR_ZIPKIN, HTTP);

  private static final List<Named> QUERY =
      List.of(
          new Named(UI, Ports.QUERY_HTTP, HTTP), new Named("grpc-query", Ports.QUERY_GRPC, GRPC));

  /// Zipkin's among them where the options of `collector` open it.
  public static List<ContainerPort> collectorInPod(ResolvedPods collector) {
    return Stream.concat(
            COLLECTOR.stream().map(Named::inPod), zipkin(collector).stream().map(ZIPKIN::inPod))
        .toList();
  }

  /// Under Zipkin's own number also where the pods of `collector` listen on another.
  public static List<ServicePort> collectorInService(ResolvedPods collector) {
    return Stream.concat(COLLECTOR.stream(), zipkin(collector).stream().map(any -> ZIPKIN))
        .map(Named::inService)
        .toList();
  }

  private static Optional<Integer> zipkin(ResolvedPods collector) {
    return Optional.ofNullable(collector.options().get(CollectorSettings.ZIPKIN_HOST_PORT.name()))
        .flatMap(HostPort::parse)
        .map(HostPort::port);
  }

  public static List<ContainerPort> queryInPod() {
    return QUERY.stream().map(Named::inPod).toList();
  }

  public static List<ServicePort> queryInService() {
    return QUERY.stream().map(Named::inService).toList();
  }

  private PodPorts() {}
}
