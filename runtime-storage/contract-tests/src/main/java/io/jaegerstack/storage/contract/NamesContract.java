package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Tag;
import io.jaegerstack.storage.Operation;
import org.junit.jupiter.api.Test;

/// What services and operations must be listed.
public abstract class NamesContract extends StorageContract {
  @Test
  void listsServicesSorted() {
    String first = TestSpan.newName("a");
    String second = TestSpan.newName("b");
    write(TestSpan.of(second, "x").build());
    write(TestSpan.of(first, "x").build(), TestSpan.of(first, "y").build());
    assertThat(reader().services()).isSorted().doesNotHaveDuplicates().contains(first, second);
  }

  @Test
  void listsOperationsOfOneServiceSortedAndOnce() {
    String service = TestSpan.newName("shop");
    write(TestSpan.of(service, "PUT /").build(), TestSpan.of(service, "GET /").build());
    write(TestSpan.of(service, "GET /").build());
    write(TestSpan.of(TestSpan.newName("other"), "DELETE /").build());
    assertThat(reader().operations(service))
        .extracting(Operation::name)
        .containsExactly("GET /", "PUT /");
  }

  @Test
  void listsNoOperationsOfAnUnknownService() {
    assertThat(reader().operations(TestSpan.newName("nobody"))).isEmpty();
  }

  @Test
  void listsOperationsWithTheirKinds() {
    needs(Gap.SPAN_KINDS);
    String service = TestSpan.newName("shop");
    write(
        TestSpan.of(service, "GET /").tag("span.kind", "server").build(),
        TestSpan.of(service, "GET /").tag("span.kind", "client").build(),
        TestSpan.of(service, "cron").tag(Tag.of("span.kind", 3L)).build());
    assertThat(reader().operations(service))
        .containsExactly(
            new Operation("GET /", "client"),
            new Operation("GET /", "server"),
            new Operation("cron", ""));
  }
}
