package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvLinesTest {
  @Test
  void quotesWhatJaegersWriterDoes() {
    assertThat(new CsvLines().add("shop", "GET /", "12", "0.001,1").toString())
        .isEqualTo("shop,GET /,12,\"0.001,1\"\n");
    assertThat(new CsvLines().add("", " a", "\\.", "b\"c").toString())
        .isEqualTo(",\" a\",\"\\.\",\"b\"\"c\"\n");
  }

  @Test
  void readsWhatItWrites() {
    String text =
        new CsvLines().add("a,b", "c\nd", "e\"f\"", "").add("x", "y", " z", "\"").toString();
    assertThat(CsvLines.read(text))
        .containsExactly(List.of("a,b", "c\nd", "e\"f\"", ""), List.of("x", "y", " z", "\""));
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(CsvLines.read("")).isEmpty();
  }
}
