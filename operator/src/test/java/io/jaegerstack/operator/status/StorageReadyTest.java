package io.jaegerstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StorageReadyTest {
  private static final ResolvedStack ELASTICSEARCH = elasticsearch("https://es:9200");

  @Test
  void memoryIsReadyAndTellsWhatARestartCosts() {
    var condition = condition(SeenStorage.plan("{type: Memory, memory: {maxBytes: 1Mi}}"));
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.reason()).isEqualTo("InMemory");
    assertThat(condition.message()).contains("1048576 bytes", "lost when it restarts");
  }

  @Test
  void isReadyWhenItAnswersCollectors() {
    var condition =
        condition(ELASTICSEARCH, new Available("a"), new Silent("b", "does not answer"));
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.message()).isEqualTo("https://es:9200 answers 1 of 2 collectors");
  }

  @Test
  void oneCollectorThatCannotUseItIsEnoughNotToBeReady() {
    var condition =
        condition(ELASTICSEARCH, new Available("a"), new Failing("b", "connection refused"));
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("StorageUnavailable");
    assertThat(condition.message())
        .startsWith(
            "https://es:9200 cannot be used by 1 of 2 collectors: pod b: connection refused;");
  }

  @Test
  void isUnknownWhereNoCollectorRuns() {
    assertThat(condition(ELASTICSEARCH).status()).isEqualTo("Unknown");
    assertThat(condition(ELASTICSEARCH).message()).endsWith("no collector runs");
  }

  @Test
  void isUnknownWhereNoCollectorTells() {
    var condition =
        condition(ELASTICSEARCH, new Silent("a", "http://10.0.0.1:14269 does not answer"));
    assertThat(condition.status()).isEqualTo("Unknown");
    assertThat(condition.message()).endsWith("pod a: http://10.0.0.1:14269 does not answer");
  }

  @Test
  void neverShowsAPassword() {
    var condition =
        condition(
            elasticsearch("https://elastic:secret@es:9200"),
            new Failing("a", "GET / failed at https://elastic:secret@es:9200/: refused"));
    assertThat(condition.message()).doesNotContain("secret").contains("https://es:9200/: refused");
  }

  @Test
  void namesAFewOfManyAlwaysTheSame() {
    var failing =
        IntStream.range(0, 20)
            .mapToObj(i -> (StorageReport) new Failing("pod-%02d".formatted(19 - i), "refused"))
            .toList();
    var condition = condition(ELASTICSEARCH, failing.toArray(StorageReport[]::new));
    assertThat(condition.message())
        .contains(
            "20 of 20",
            "pod pod-00: refused; pod pod-01: refused; pod pod-02: refused; and others");
  }

  @Test
  void whatIsToBeMendedIsTheReasonWhereAllCollectorsThatKnowAgree() {
    var readOnly = new Failing("a", "index p is read-only", Optional.of("ReadOnly"));
    assertThat(condition(ELASTICSEARCH, readOnly, new Failing("b", "refused")).reason())
        .isEqualTo("ReadOnly");
    assertThat(
            condition(ELASTICSEARCH, readOnly, new Failing("b", "401", Optional.of("Unauthorized")))
                .reason())
        .isEqualTo("StorageUnavailable");
    assertThat(
            condition(ELASTICSEARCH, new Failing("a", "odd", Optional.of("not a word"))).reason())
        .isEqualTo("StorageUnavailable");
  }

  private static Condition condition(ResolvedStack plan, StorageReport... reports) {
    return SeenStorage.storageReady(plan, SeenStorage.reporting(plan, reports));
  }

  private static ResolvedStack elasticsearch(String url) {
    return SeenStorage.plan("{type: Elasticsearch, elasticsearch: {urls: ['%s']}}".formatted(url));
  }
}
