package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.contract.HostileSpansContract;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.jaegerstack.storage.contract.TagSearchContract;
import io.jaegerstack.storage.contract.TestSpan;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Tags that are fields of their own are found and given back like others, and Kibana can query
/// them.
class TagFieldsIT {
  private static final ElasticsearchUnderTest SERVER =
      ElasticsearchUnderTest.with("fields", StorageSettings.ES_TAGS_AS_FIELDS_ALL, true);

  @Nested
  class TagSearching extends TagSearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class HostileSpans extends HostileSpansContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Test
  void canBeQueriedAsFields() {
    Span span =
        TestSpan.of(TestSpan.newName("kibana"), "x")
            .tag("http.method", "PATCH")
            .tag(Tag.of("http.status_code", 418L))
            .build();
    var batches = List.of(SpanBatch.of(List.of(span)));
    var outcome = new RecordedOutcome();
    SERVER.storage().writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    SERVER.showWrites();
    String hits =
        ElasticsearchUnderTest.request(
            "GET",
            "fields-jaeger-span-*/_search?q=tag.http@method:PATCH+AND+tag.http@status_code:418&filter_path=hits.total.value",
            "");
    assertThat(hits).isEqualTo("{\"hits\":{\"total\":{\"value\":1}}}");
  }
}
