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
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.settings.TlsServerSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ports of collector and query that the options of their pods leave open: in the pods by name,
/// in the Services by number and name.
public final class PodPorts {
  /// A name of at most 15 characters, as Kubernetes wants it, and a number.
  ///
  /// @param application what is spoken there without TLS; empty where Kubernetes has no word for it
  /// @param tls nothing where the port has none
  private record Named(
      String name, int port, Optional<String> application, Optional<TlsServerSettings> tls) {
    Named(String name, int port, String application, TlsServerSettings tls) {
      this(name, port, Optional.of(application), Optional.of(tls));
    }

    ContainerPort inPod(ResolvedPods pods) {
      return new ContainerPortBuilder()
          .withName(name)
          .withContainerPort(name.equals(ZIPKIN) ? zipkin(pods).orElse(port) : port)
          .withProtocol("TCP")
          .build();
    }

    ServicePort inService(ResolvedPods pods) {
      boolean secured = tls.filter(settings -> pods.value(settings.enabled())).isPresent();
      return new ServicePortBuilder()
          .withName(name)
          .withPort(port)
          .withTargetPort(new IntOrString(name))
          .withProtocol("TCP")
          .withAppProtocol(secured ? HTTPS : application.orElse(null))
          .build();
    }
  }

  /// Name of the query's HTTP port, behind which the UI is.
  public static final String UI = "http-query";

  private static final String ZIPKIN = "http-zipkin";
  private static final String TCHANNEL = "tchannel";
  private static final String RELAY = "relay";
  private static final String OTLP_GRPC = "grpc-otlp";
  private static final String OTLP_HTTP = "http-otlp";

  /// gRPC without TLS, in Kubernetes' own words (KEP 3726).
  private static final String GRPC = "kubernetes.io/h2c";

  private static final String HTTP = "http";

  /// HTTP of any version over TLS, gRPC too.
  private static final String HTTPS = "https";

  private static final List<Named> COLLECTOR =
      List.of(
          new Named("grpc-jaeger", Ports.COLLECTOR_GRPC, GRPC, CollectorSettings.GRPC_TLS),
          new Named("http-thrift", Ports.COLLECTOR_HTTP, HTTP, CollectorSettings.HTTP_TLS),
          new Named(TCHANNEL, Ports.COLLECTOR_TCHANNEL, Optional.empty(), Optional.empty()),
          new Named(RELAY, Ports.COLLECTOR_RELAY, Optional.empty(), Optional.empty()),
          new Named(OTLP_GRPC, Ports.OTLP_GRPC, GRPC, CollectorSettings.OTLP_GRPC_TLS),
          new Named(OTLP_HTTP, Ports.OTLP_HTTP, HTTP, CollectorSettings.OTLP_HTTP_TLS),
          new Named(ZIPKIN, Ports.COLLECTOR_ZIPKIN, HTTP, CollectorSettings.ZIPKIN_TLS));

  private static final List<Named> QUERY =
      List.of(
          new Named(UI, Ports.QUERY_HTTP, HTTP, QuerySettings.HTTP_TLS),
          new Named("grpc-query", Ports.QUERY_GRPC, GRPC, QuerySettings.GRPC_TLS));

  public static List<ContainerPort> collectorInPod(ResolvedPods collector) {
    return collector(collector).map(named -> named.inPod(collector)).toList();
  }

  /// Zipkin's under its own number also where the pods listen on another.
  public static List<ServicePort> collectorInService(ResolvedPods collector) {
    return collector(collector).map(named -> named.inService(collector)).toList();
  }

  private static Stream<Named> collector(ResolvedPods collector) {
    return COLLECTOR.stream()
        .filter(
            named ->
                switch (named.name()) {
                  case TCHANNEL -> collector.value(CollectorSettings.TCHANNEL_ENABLED);
                  case RELAY -> collector.value(CollectorSettings.RELAY_ENABLED);
                  case OTLP_GRPC, OTLP_HTTP -> collector.value(CollectorSettings.OTLP_ENABLED);
                  case ZIPKIN -> zipkin(collector).isPresent();
                  default -> true;
                });
  }

  private static Optional<Integer> zipkin(ResolvedPods collector) {
    return collector.value(CollectorSettings.ZIPKIN_HOST_PORT).map(HostPort::port);
  }

  public static List<ContainerPort> queryInPod(ResolvedPods query) {
    return QUERY.stream().map(named -> named.inPod(query)).toList();
  }

  public static List<ServicePort> queryInService(ResolvedPods query) {
    return QUERY.stream().map(named -> named.inService(query)).toList();
  }

  private PodPorts() {}
}
