package io.jaegerstack.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.resolve.Resolution.Refused;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedBackend.AllInOne;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackResolverTest {

  @Test
  void emptySpecIsACompletePlan() {
    var plan = resolved("");
    assertThat(plan.backend()).isInstanceOf(AllInOne.class);
    assertThat(plan.storage().type()).isEqualTo(StorageType.Local);
    assertThat(plan.agent())
        .hasValueSatisfying(
            a -> assertThat(a.nodePorts()).containsExactly(5775, 5778, 6831, 6832, 14271));
  }

  @Test
  void customResourceIsLeftAsItWas() {
    var stack = stack("agent: {options: {log-level: debug}}");
    String before = Serialization.asYaml(stack);
    StackResolver.resolve(stack, TestImages.IMAGES);
    assertThat(Serialization.asYaml(stack)).isEqualTo(before);
  }

  @Test
  void everyProblemIsToldTogether() {
    assertThat(
            problems(
                """
                strategy: Distributed
                agent: {options: {processor.jaeger-compact.worker: "4"}}
                collector: {options: {collector.queue-size: many, collector.zipkin.http-port: "9411"}}
                """))
        .containsExactly(
            "spec.agent.options: --processor.jaeger-compact.worker is not a setting of agent; did you mean --processor.jaeger-compact.workers?",
            "spec.storage.type: is Local, expected Elasticsearch, OpenSearch or Cassandra with strategy Distributed, or strategy AllInOne",
            "spec.collector.options: --collector.queue-size (COLLECTOR_QUEUE_SIZE) is \"many\", expected a whole number from 1 to 10000000",
            "spec.collector.options: --collector.zipkin.http-port is not a setting of collector: Jaeger renamed it: use --collector.zipkin.host-port");
  }

  @Test
  void optionOfTheOtherComponentIsRefusedWithAllInOneToo() {
    assertThat(problems("collector: {options: {query.base-path: /x}}"))
        .singleElement()
        .asString()
        .startsWith("spec.collector.options: --query.base-path is not a setting of collector");
  }

  @Test
  void optionsOfAllSectionsReachTheOneProcess() {
    var plan =
        resolved(
            """
            allInOne: {options: {log-level: debug}}
            collector: {options: {collector.queue-size: "10"}}
            query: {options: {query.max-clock-skew-adjustment: 1s}}
            """);
    assertThat(((AllInOne) plan.backend()).pods().options())
        .containsOnlyKeys("log-level", "collector.queue-size", "query.max-clock-skew-adjustment");
  }

  @Test
  void nodePortsFollowTheAgentsOptions() {
    var plan =
        resolved(
            """
            agent: {options: {processor.jaeger-compact.server-host-port: ":7831", http-server.host-port: "0.0.0.0:6778"}}
            monitoring: {prometheus: {scrapePort: 8888}}
            """);
    assertThat(plan.agent())
        .hasValueSatisfying(
            a -> assertThat(a.nodePorts()).containsExactly(5775, 6778, 6832, 7831, 8888));
  }

  @Test
  void defaultRequestGivesWayToTheUsersLimit() {
    var plan = resolved("agent: {resources: {limits: {memory: 64Mi, cpu: 20m}}}");
    var resources = plan.agent().orElseThrow().pods().resources();
    assertThat(resources.getRequests())
        .containsEntry("memory", new Quantity("64Mi"))
        .containsEntry("cpu", new Quantity("20m"));
  }

  @Test
  void defaultLimitGivesWayToTheUsersRequest() {
    var plan = resolved("agent: {resources: {requests: {memory: 1Gi}}}");
    assertThat(plan.agent().orElseThrow().pods().resources().getLimits())
        .containsEntry("memory", new Quantity("1Gi"));
  }

  @Test
  void storageInMemoryTakesAThirdOfASmallPod() {
    assertThat(inMemoryOf("384Mi", "{type: Memory}"))
        .isEqualTo(new ResolvedStorage.Memory(128L << 20));
    assertThat(inMemoryOf("4Gi", "{type: Memory}"))
        .isEqualTo(new ResolvedStorage.Memory(256L << 20));
    assertThat(inMemoryOf("384Mi", "{type: Memory, memory: {}}"))
        .isEqualTo(new ResolvedStorage.Memory(128L << 20));
  }

  private static ResolvedStorage inMemoryOf(String limit, String storage) {
    return resolved(
            """
            allInOne: {resources: {limits: {memory: %s}}}
            storage: %s
            """
                .formatted(limit, storage))
        .storage();
  }

  @Test
  void storageThatLeavesNoRoomInThePodIsRefused() {
    assertThat(problems("storage: {memory: {maxBytes: 1Gi}}"))
        .containsExactly(
            "spec.storage.memory.maxBytes: is 1Gi, expected at most 40% of the all-in-one's memory limit 768Mi; store less, or raise spec.allInOne.resources.limits.memory");
  }

  @Test
  void storageMayTakeTwoFifthsOfThePodAndNoByteMore() {
    String pod = "allInOne: {resources: {limits: {memory: 1000Mi}}}\n";
    assertThat(resolved(pod + "storage: {memory: {maxBytes: 400Mi}}").storage())
        .isEqualTo(new ResolvedStorage.Memory(400L << 20));
    assertThat(problems(pod + "storage: {memory: {maxBytes: %d}}".formatted((400L << 20) + 1)))
        .hasSize(1);
  }

  @Test
  void agentsConflictOnASharedPort() {
    assertThat(agent("").conflictsWith(agent("agent: {tolerations: [{operator: Exists}]}")))
        .isTrue();
  }

  @Test
  void agentsOnOtherPortsDoNotConflict() {
    var other =
        agent(
            """
            agent:
              options:
                processor.jaeger-compact.server-host-port: ":7831"
                processor.jaeger-binary.server-host-port: ":7832"
                processor.zipkin-compact.server-host-port: ":6775"
                http-server.host-port: ":6778"
            monitoring: {prometheus: {scrapePort: 8888}}
            """);
    assertThat(agent("").conflictsWith(other)).isFalse();
  }

  @Test
  void agentsHoldThePortsOfOtlpWhereTheyTakeIt() {
    assertThat(agent("").nodePorts()).doesNotContain(4317, 4318);
    assertThat(agent("agent: {options: {agent.otlp.enabled: \"false\"}}").nodePorts())
        .doesNotContain(4317, 4318);
    var otlp =
        "agent: {options: {agent.otlp.enabled: \"true\", agent.otlp.http.host-port: \":5318\"}}";
    assertThat(agent(otlp).nodePorts()).contains(4317, 5318);
  }

  @Test
  void agentsOnNodesThatExcludeEachOtherDoNotConflict() {
    assertThat(
            agent("agent: {nodeSelector: {zone: a}}")
                .conflictsWith(agent("agent: {nodeSelector: {zone: b}}")))
        .isFalse();
    assertThat(
            agent("agent: {nodeSelector: {zone: a}}")
                .conflictsWith(agent("agent: {nodeSelector: {disk: ssd}}")))
        .isTrue();
  }

  @Test
  void samplingIsJaegersFile() {
    assertThat(
            resolved(
                    """
                    sampling:
                      services:
                        - {service: shop, type: ratelimiting, param: 2, operations: [{operation: GET, param: 0.5}]}
                    """)
                .samplingFile())
        .hasValue(
            """
            {
              "default_strategy" : {
                "type" : "probabilistic",
                "param" : 0.001
              },
              "service_strategies" : [ {
                "service" : "shop",
                "type" : "ratelimiting",
                "param" : 2.0,
                "operation_strategies" : [ {
                  "operation" : "GET",
                  "type" : "probabilistic",
                  "param" : 0.5
                } ]
              } ]
            }"""
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void fileThatNoSecretHoldsIsRefused() {
    assertThat(
            problems(
                """
                collector:
                  secrets: [certificates]
                  options:
                    collector.http.tls.enabled: "true"
                    collector.http.tls.cert: /tls/tls.crt
                    collector.http.tls.key: /etc/jaeger/secrets/certificates/tls.key
                query: {options: {query.http.tls.client-ca: /etc/jaeger/secrets/none/ca.crt}}
                """))
        .containsExactly(
            "spec.collector.options: --collector.http.tls.cert is \"/tls/tls.crt\", expected a file of a Secret that spec.collector.secrets names, such as /etc/jaeger/secrets/certificates/<key>",
            "spec.query.options: --query.http.tls.client-ca is \"/etc/jaeger/secrets/none/ca.crt\", expected a file of a Secret that spec.query.secrets names, such as /etc/jaeger/secrets/certificates/<key>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "..data", "../other/tls.crt", "sub/tls.crt", "tls crt"})
  void fileThatCanBeNoKeyOfASecretIsRefused(String key) {
    assertThat(
            problems(
                "query: {secrets: [s], options: {query.http.tls.enabled: 'true', query.http.tls.client-ca: '/etc/jaeger/secrets/s/%s'}}"
                    .formatted(key)))
        .containsExactly(
            "spec.query.options: --query.http.tls.client-ca is \"/etc/jaeger/secrets/s/%s\", expected a file of a Secret that spec.query.secrets names, such as /etc/jaeger/secrets/s/<key>"
                .formatted(key));
  }

  /// Past a CRD of another version.
  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a..b", "a.-b", "a-.b", "a/b", "A", "a."})
  void nameThatNoSecretHasIsRefused(String name) {
    assertThat(problems("agent: {secrets: [fine.a-1, '%s']}".formatted(name)))
        .containsExactly(
            "spec.agent.secrets: has \"%s\", expected the name of a Secret, such as collector-tls"
                .formatted(name));
  }

  @Test
  void anImageOfTheUsersOwnMayHaveFiles() {
    var plan =
        resolved(
            "allInOne: {image: 'mine:1', options: {collector.tag-policies-file: /mine/rules.json}}");
    assertThat(((AllInOne) plan.backend()).pods().options()).hasSize(1);
  }

  @Test
  void secretsOfAllSectionsReachTheOneProcessOnce() {
    var plan =
        resolved(
            """
            allInOne: {secrets: [a]}
            collector: {secrets: [b, a]}
            query: {secrets: [c]}
            """);
    assertThat(((AllInOne) plan.backend()).pods().secrets()).containsExactly("b", "a", "c");
  }

  @Test
  void agentsWithoutTheTlsOfTheirCollectorsAreRefused() {
    String secured =
        """
        collector:
          secrets: [s]
          options:
            collector.grpc.tls.enabled: "true"
            collector.grpc.tls.cert: /etc/jaeger/secrets/s/tls.crt
            collector.grpc.tls.key: /etc/jaeger/secrets/s/tls.key
        """;
    String wanted =
        ": --reporter.grpc.tls.enabled is false, expected true, as --collector.grpc.tls.enabled of the collectors that the agent calls";
    assertThat(problems(secured))
        .containsExactly("spec.allInOne.options" + wanted, "spec.agent.options" + wanted);
    assertThat(problems(secured + distributed())).containsExactly("spec.agent.options" + wanted);
    assertThat(problems(secured + distributed() + "agent: {placement: None}\n")).isEmpty();
    assertThat(problems("agent: {options: {reporter.grpc.tls.enabled: 't'}}"))
        .containsExactly(
            "spec.agent.options: --reporter.grpc.tls.enabled is true, expected false, as --collector.grpc.tls.enabled of the collectors that the agent calls");
  }

  @Test
  void agentsWithoutTheCertificateThatCollectorsAskForAreRefused() {
    assertThat(
            problems(
                """
                agent: {options: {reporter.grpc.tls.enabled: "true"}}
                collector:
                  secrets: [s]
                  options: {collector.grpc.tls.enabled: "true", collector.grpc.tls.client-ca: /etc/jaeger/secrets/s/ca.crt}
                """
                    + distributed()))
        .containsExactly(
            "spec.agent.options: --reporter.grpc.tls.cert is empty, expected a certificate, since --collector.grpc.tls.client-ca asks callers for one");
  }

  private static String distributed() {
    return """
        strategy: Distributed
        storage: {type: Elasticsearch, elasticsearch: {urls: ['http://es:9200']}}
        """;
  }

  /// Past a CRD of another version.
  @Test
  void amountsThatAreNoneAreProblems() {
    assertThat(
            problems(
                """
                agent: {resources: {limits: {memory: plenty}}}
                storage: {memory: {maxBytes: 1X}}
                """))
        .containsExactly(
            "spec.agent.resources.limits.memory: is \"plenty\", expected a quantity such as 100m or 512Mi",
            "spec.storage.memory.maxBytes: is \"1X\", expected a quantity such as 100m or 512Mi");
  }

  private static ResolvedAgent agent(String spec) {
    return resolved(spec).agent().orElseThrow();
  }

  private static ResolvedStack resolved(String spec) {
    return switch (StackResolver.resolve(stack(spec), TestImages.IMAGES)) {
      case Resolved(var plan) -> plan;
      case Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  static List<String> problems(String spec) {
    return switch (StackResolver.resolve(stack(spec), TestImages.IMAGES)) {
      case Resolved(var plan) -> List.of();
      case Refused(var problems) -> problems.stream().map(Problem::toString).toList();
    };
  }

  private static JaegerStack stack(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: jaegerstack.io/v1
        kind: JaegerStack
        metadata: {name: tracing, namespace: observability, generation: 3}
        spec:%s
        """
            .formatted(spec.isEmpty() ? " {}" : "\n" + spec.indent(2)),
        JaegerStack.class);
  }
}
