package io.jaegerstack.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.StorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.resolve.Resolution.Refused;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.ResolvedStorage.Key;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask;
import io.jaegerstack.operator.resolve.ResolvedStorage.RetentionTask.Kind;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Setting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StorageResolverTest {

  @Test
  void aNewStackWithoutADatabaseIsLocal() {
    assertThat(StorageResolver.type(StorageSpec.of(null), null))
        .isEqualTo(StorageType.Local); // by default
  }

  @Test
  void aStackThatRunsInMemoryWithoutHavingSaidSoStaysThere() {
    assertThat(StorageResolver.type(StorageSpec.of(null), StorageType.Memory))
        .isEqualTo(StorageType.Memory);
    var old =
        Serialization.unmarshal(
            """
            apiVersion: jaegerstack.io/v1
            kind: JaegerStack
            metadata: {name: tracing, namespace: n}
            spec: {}
            status: {storage: Memory}
            """,
            JaegerStack.class);
    assertThat(resolved(old).storage()).isEqualTo(new ResolvedStorage.Memory(256L << 20));
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageType.class,
      names = {"Memory"},
      mode = EnumSource.Mode.EXCLUDE)
  void nothingElseThatWasInEffectDecides(StorageType before) {
    assertThat(StorageResolver.type(StorageSpec.of(null), before))
        .isEqualTo(StorageType.Local); // by default
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void whatIsSaidHoldsWhateverWasInEffect(StorageType said) {
    assertThat(StorageResolver.type(StorageSpec.of(said), StorageType.Memory)).isEqualTo(said);
  }

  @Test
  void sectionOfATypeStandsForTheType() {
    assertThat(storage("{memory: {maxBytes: 64Mi}}").type()).isEqualTo(StorageType.Memory);
    assertThat(storage("{local: {size: 1Gi}}").type()).isEqualTo(StorageType.Local);
  }

  @Test
  void spansTakeFourFifthsOfTheirVolume() {
    var local = (Local) storage("{local: {size: 10Gi, maxAge: 72h}}");
    assertThat(local.maxBytes()).isBetween((10L << 30) * 79 / 100, (10L << 30) * 80 / 100);
    assertThat(local.maxAge()).hasValue("72h");
    assertThat(local.storageClassName()).isEmpty();
  }

  @Test
  void onlyWhatIsSetIsSaidToElasticsearch() {
    assertThat(
            servers("{type: Elasticsearch, elasticsearch: {urls: ['http://es:9200']}}")
                .environment())
        .containsOnlyKeys(
            "SPAN_STORAGE_TYPE", "ES_SERVER_URLS", "ES_NUM_SHARDS", "ES_NUM_REPLICAS");
  }

  @Test
  void credentialsOfElasticsearchAreReadOnceUnlessAuthenticationIsSaid() {
    var before = elasticsearch("secretName: es");
    assertThat(before.secrets().variables())
        .containsEntry("ES_USERNAME", new Key("es", "ES_USERNAME"))
        .containsEntry("ES_PASSWORD", new Key("es", "ES_PASSWORD"));
    assertThat(before.secrets().files()).isEmpty();

    var basic = elasticsearch("secretName: es, authentication: Basic");
    assertThat(basic.secrets().variables())
        .containsOnlyKeys("ES_USERNAME")
        .containsEntry("ES_USERNAME", new Key("es", "username"));
    assertThat(basic.environment())
        .containsEntry("ES_PASSWORD_FILE", "/etc/jaeger/storage/storage-credentials/password");
  }

  @ParameterizedTest
  @CsvSource({"ApiKey, ES_API_KEY_FILE, apiKey", "Token, ES_TOKEN_FILE, token"})
  void keysAndTokensAreFiles(String kind, String variable, String key) {
    var storage = elasticsearch("secretName: es, authentication: " + kind);
    assertThat(storage.secrets().variables()).isEmpty();
    assertThat(storage.secrets().files())
        .singleElement()
        .satisfies(files -> assertThat(files.keys()).containsExactly(key));
    assertThat(storage.environment())
        .containsEntry(variable, "/etc/jaeger/storage/storage-credentials/" + key);
  }

  @Test
  void openSearchHasItsOwnTypeAndBasicAuthenticationByDefault() {
    var storage =
        servers("{type: OpenSearch, opensearch: {urls: ['http://os:9200'], secretName: os}}");
    assertThat(storage.environment())
        .containsEntry("SPAN_STORAGE_TYPE", "opensearch")
        .containsKey("ES_PASSWORD_FILE");
    assertThat(storage.secrets().variables())
        .containsEntry("ES_USERNAME", new Key("os", "username"));
  }

  @Test
  void certificatesOfServersAreFilesOfTheirSecrets() {
    var storage = elasticsearch("tls: {caSecretName: ca, secretName: own, serverName: es.example}");
    assertThat(storage.environment())
        .containsEntry("ES_TLS_ENABLED", "true")
        .containsEntry("ES_TLS_CA", "/etc/jaeger/storage/storage-ca/ca.crt")
        .containsEntry("ES_TLS_CERT", "/etc/jaeger/storage/storage-tls/tls.crt")
        .containsEntry("ES_TLS_KEY", "/etc/jaeger/storage/storage-tls/tls.key")
        .containsEntry("ES_TLS_SERVER_NAME", "es.example");
  }

  @Test
  void retentionIsATaskForEachOfItsParts() {
    assertThat(
            elasticsearch(
                    "useAliases: true, retention: {days: 7, rollover: {conditions: {maxAge: 1d, maxDocs: 9}}, lookback: {unit: hours, count: 48, schedule: '@hourly'}}")
                .retention())
        .containsExactly(
            new RetentionTask(Kind.CLEAN, "55 23 * * *", List.of("--days=7", "--rollover=true")),
            new RetentionTask(
                Kind.ROLLOVER,
                "0 0 * * *",
                List.of("--conditions={\"max_age\":\"1d\",\"max_docs\":9}")),
            new RetentionTask(
                Kind.LOOKBACK, "@hourly", List.of("--unit=hours", "--unit-count=48")));
    assertThat(elasticsearch("useAliases: true, retention: {rollover: {}}").retention())
        .singleElement()
        .satisfies(
            task ->
                assertThat(task.arguments()).containsExactly("--conditions={\"max_age\":\"2d\"}"));
    assertThat(elasticsearch("retention: {days: 3}").retention())
        .containsExactly(new RetentionTask(Kind.CLEAN, "55 23 * * *", List.of("--days=3")));
    assertThat(elasticsearch("retention: {schedule: '@daily'}").retention()).isEmpty();
  }

  @Test
  void keyspaceIsNamedAfterTheDatacenter() {
    assertThat(cassandra("").environment())
        .containsEntry("CASSANDRA_KEYSPACE", "jaeger_v1_test")
        .containsEntry("CASSANDRA_SCHEMA_MODE", "test");
    assertThat(cassandra(", datacenter: EU-west1").environment())
        .containsEntry("CASSANDRA_KEYSPACE", "jaeger_v1_eu_west1")
        .containsEntry("CASSANDRA_LOCAL_DC", "EU-west1")
        .containsEntry("CASSANDRA_SCHEMA_MODE", "prod");
  }

  @Test
  void schemaIsOnlyLookedAtWhereItIsSomebodyElses() {
    assertThat(cassandra("").createsSchema()).isTrue();
    assertThat(cassandra(", createSchema: false").createsSchema()).isFalse();
    assertThat(elasticsearch("createTemplates: false").createsSchema()).isFalse();
  }

  @Test
  void everySettingOfACassandraIsOneThatCollectorsKnow() {
    var storage =
        servers(
            """
            {type: Cassandra, dependencies: {enabled: true, interval: 15m}, cassandra: {servers: [c], port: 1, datacenter: d,
             replication: 3, consistency: ONE, secretName: s, tls: {caSecretName: a, secretName: b, serverName: c}, traceTTL: 1h,
             dependenciesTTL: 1h, index: {tags: true, logs: true, processTags: true, allow: [x]}, archive: {enabled: true}}}
            """);
    var known =
        Catalogue.of(Component.COLLECTOR).settings().stream()
            .map(Setting::environmentName)
            .toList();
    assertThat(known).containsAll(storage.environment().keySet());
    assertThat(known).containsAll(storage.secrets().variables().keySet());
    assertThat(storage.environment()).containsEntry("DEPENDENCIES_INTERVAL", "15m");
  }

  @Test
  void missingAddressesAreProblems() {
    assertThat(problem("{type: OpenSearch}")).startsWith("spec.storage.opensearch.urls: is empty");
    assertThat(problem("{type: Cassandra}")).startsWith("spec.storage.cassandra.servers: is empty");
  }

  private static Servers elasticsearch(String more) {
    return servers(
        "{type: Elasticsearch, elasticsearch: {urls: ['https://es:9200'], %s}}".formatted(more));
  }

  private static Servers cassandra(String more) {
    return servers("{type: Cassandra, cassandra: {servers: [c-1, c-2]%s}}".formatted(more));
  }

  private static Servers servers(String storage) {
    return (Servers) storage(storage);
  }

  private static ResolvedStorage storage(String storage) {
    return resolved(stack(storage)).storage();
  }

  private static String problem(String storage) {
    return ((Refused) StackResolver.resolve(stack(storage), TestImages.IMAGES))
        .problems().stream().map(Problem::toString).findFirst().orElseThrow();
  }

  private static ResolvedStack resolved(JaegerStack stack) {
    return Optional.of(StackResolver.resolve(stack, TestImages.IMAGES))
        .map(Resolved.class::cast)
        .orElseThrow()
        .stack();
  }

  private static JaegerStack stack(String storage) {
    return Serialization.unmarshal(
        """
        apiVersion: jaegerstack.io/v1
        kind: JaegerStack
        metadata: {name: tracing, namespace: n}
        spec: {storage: %s}
        """
            .formatted(storage),
        JaegerStack.class);
  }
}
