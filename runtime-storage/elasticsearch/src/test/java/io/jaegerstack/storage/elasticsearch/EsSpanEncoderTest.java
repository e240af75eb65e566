package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.contract.TestSpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Documents are byte for byte what Jaeger's schema asks for, and come back as the spans they were.
class EsSpanEncoderTest {
  private static final SettingValues DEFAULTS =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR));

  private static final TraceId TRACE = new TraceId(0, 0x1234L);

  /// A span with everything in it.
  private static final Span FULL =
      TestSpan.of("service-x", "GET /\"cart\"")
          .in(TRACE)
          .id(new SpanId(0x2))
          .reference(Reference.followsFrom(TRACE, new SpanId(0x4)))
          .reference(Reference.childOf(TRACE, new SpanId(0x3)))
          .reference(Reference.childOf(new TraceId(1, 0xff), new SpanId(0xff)))
          .start(Instant.parse("2026-11-22T08:09:10.123456Z"))
          .duration(Duration.ofMillis(5))
          .tag("peer.service", "service-y")
          .tag(Tag.of("retries", 3L))
          .tag(Tag.of("error", true))
          .tag(Tag.of("temperature", 72.5))
          .tag(Tag.of("blob", new byte[] {0, 0, 0x30, 0x39}))
          .log(Instant.parse("2026-11-22T08:09:10.123999Z"), Tag.of("event", "x"), Tag.of("n", 1L))
          .log(Instant.parse("2026-11-22T08:09:10.124Z"))
          .processTag(Tag.of("ip", "10.0.0.1"))
          .processTag(Tag.of("cpus", 2L))
          .build();

  private static String encoded(Span span, TagFields fields) {
    var out = new JsonBytes(16);
    new EsSpanEncoder(new KeyFragments(), fields).encode(FlatSpan.of(span), out);
    return new String(out.toArray(), StandardCharsets.UTF_8);
  }

  private static Span decoded(String document, TagFields fields) throws IOException {
    try (JsonParser in = Json.FACTORY.createParser(document)) {
      in.nextToken();
      return new EsSpanDecoder(fields).decode(in);
    }
  }

  private static void assertGolden(String document, String name) throws IOException {
    Path file = Path.of("src/test/resources/golden", name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, document + "\n");
    }
    assertThat(document).isEqualTo(Files.readString(file).strip());
  }

  @Test
  void writesJaegersDocument() throws IOException {
    assertGolden(encoded(FULL, new TagFields(DEFAULTS)), "span.json");
  }

  @Test
  void writesAnEmptySpan() throws IOException {
    Span bare =
        TestSpan.of("", "").in(TRACE).id(new SpanId(1)).flags(0).start(Instant.EPOCH).build();
    assertGolden(encoded(bare, new TagFields(DEFAULTS)), "bare-span.json");
  }

  @Test
  void writesAllTagsAsFields() throws IOException {
    var all = new TagFields(DEFAULTS.with(StorageSettings.ES_TAGS_AS_FIELDS_ALL, true));
    assertGolden(encoded(FULL, all), "span-with-tag-fields.json");
  }

  @Test
  void writesChosenTagsAsFields() throws IOException {
    var chosen =
        new TagFields(
            DEFAULTS
                .with(StorageSettings.ES_TAGS_AS_FIELDS_INCLUDE, List.of("peer.service", "ip"))
                .with(StorageSettings.ES_TAGS_AS_FIELDS_DOT_REPLACEMENT, "_"));
    assertGolden(encoded(FULL, chosen), "span-with-chosen-tag-fields.json");
  }

  @Test
  void keepsTagsNestedThatWouldNotComeBackFromAField() throws IOException {
    var all = new TagFields(DEFAULTS.with(StorageSettings.ES_TAGS_AS_FIELDS_ALL, true));
    Span span =
        TestSpan.of("s", "o")
            .tag("twice", "1")
            .tag("twice", "2")
            .tag("at@sign", "3")
            .tag(" ", "4")
            .tag(Tag.of("nan", Double.NaN))
            .tag(Tag.of("whole", 3.0))
            .tag(Tag.of("bytes", new byte[] {1}))
            .build();
    Span back = decoded(encoded(span, all), all);
    assertThat(back.tags()).containsExactlyInAnyOrderElementsOf(span.tags());
  }

  @Test
  void randomSpansComeBackAsTheyWere() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var fields = new TagFields(DEFAULTS);
    for (int i = 0; i < 2_000; i++) {
      Span span = random(random);
      assertThat(decoded(encoded(span, fields), fields)).as("seed %d", seed).isEqualTo(span);
    }
  }

  private static Span random(Random random) {
    var span =
        TestSpan.of(text(random), text(random))
            .flags(random.nextInt(16))
            .start(Instant.ofEpochMilli(random.nextLong(1L << 41)).truncatedTo(ChronoUnit.MILLIS))
            .duration(Duration.of(random.nextLong(1L << 50), ChronoUnit.MICROS));
    for (int i = random.nextInt(6); i > 0; i--) {
      span.tag(tag(random)).processTag(tag(random));
      span.log(Instant.ofEpochMilli(random.nextLong(1L << 41)), tag(random), tag(random));
      span.reference(Reference.childOf(TestSpan.newTraceId(), TestSpan.newSpanId()));
    }
    return span.build();
  }

  private static Tag tag(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> Tag.of(text(random), text(random));
      case 1 -> Tag.of(text(random), random.nextBoolean());
      case 2 -> Tag.of(text(random), random.nextLong());
      case 3 -> Tag.of(text(random), random.nextInt(1 << 16) / 64.0);
      default -> {
        byte[] bytes = new byte[random.nextInt(8)];
        random.nextBytes(bytes);
        yield Tag.of(text(random), bytes);
      }
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(12), 0, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void namesServiceDocumentsAsJaegerDoes() {
    // FNV-1a, 64 bits: the published values of "" and "foobar".
    assertThat(ServiceDocument.id(Key.of(""), Key.of(""))).isEqualTo("cbf29ce484222325");
    assertThat(ServiceDocument.id(Key.of("foo"), Key.of("bar"))).isEqualTo("85944171f73967e8");
  }
}
