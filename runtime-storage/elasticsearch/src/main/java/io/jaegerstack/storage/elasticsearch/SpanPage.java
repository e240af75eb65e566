package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.model.Span;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the answer to a search while it arrives, span by span.
final class SpanPage {
  private static final int UNKNOWN = -1;

  private final EsSpanDecoder decoder;
  private final Consumer<Span> target;
  private final Predicate<String> isNew;
  private @Nullable LongPredicate wanted;
  private long total = UNKNOWN;
  private int hits;
  private String pointInTime = "";
  private String scroll = "";
  private List<Object> lastSort = List.of();

  /// @param isNew of a document's id: where it is not, another index had the same document
  SpanPage(EsSpanDecoder decoder, Consumer<Span> target, Predicate<String> isNew) {
    this.decoder = decoder;
    this.target = target;
    this.isNew = isNew;
  }

  /// Asks `wanted` as soon as it is known how many spans match: none of them is made before, and
  /// none where it says no.
  SpanPage onlyIf(LongPredicate wanted) {
    this.wanted = wanted;
    return this;
  }

  /// Reads `answer` to its end or to where it is no longer wanted, and closes it.
  SpanPage read(InputStream answer) throws IOException {
    try (JsonParser in = Json.FACTORY.createParser(answer)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "pit_id" -> pointInTime = in.getText();
          case "_scroll_id" -> scroll = in.getText();
          case "_shards" -> failOnMissing(in);
          case "hits" -> {
            if (!hits(in)) {
              return this;
            }
          }
          default -> in.skipChildren();
        }
      }
    }
    return this;
  }

  /// A page of a scroll is answered without the shards that are lost, whatever was asked at first.
  private static void failOnMissing(JsonParser in) throws IOException {
    var shards = Json.asObject(Json.value(in));
    if (shards.get("failed") instanceof Number failed && failed.longValue() > 0) {
      throw new IOException(failed + " shards did not answer");
    }
  }

  /// @return whether they are wanted
  private boolean hits(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "total" -> {
          total =
              Json.asObject(Json.value(in)).get("value") instanceof Number n ? n.longValue() : 0;
          if (wanted != null && !wanted.test(total)) {
            return false;
          }
        }
        case "hits" -> {
          if (wanted != null && total == UNKNOWN) {
            throw new IOException("spans come before their number");
          }
          while (in.nextToken() == JsonToken.START_OBJECT) {
            hit(in);
          }
        }
        default -> in.skipChildren();
      }
    }
    return true;
  }

  private void hit(JsonParser in) throws IOException {
    hits++;
    boolean isFirst = true;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "_id" -> isFirst = isNew.test(in.getText());
        case "_source" -> {
          if (isFirst) {
            target.accept(decoder.decode(in));
          } else {
            in.skipChildren();
          }
        }
        case "sort" -> lastSort = Json.asList(Json.value(in));
        default -> in.skipChildren();
      }
    }
  }

  /// All that match, not only those of this page; negative where the answer does not say.
  long total() {
    return total;
  }

  int hits() {
    return hits;
  }

  /// Where the next page goes on; empty where the answer has none.
  String pointInTime() {
    return pointInTime;
  }

  /// What the next page is asked for with; empty where the answer has none.
  String scroll() {
    return scroll;
  }

  List<Object> lastSort() {
    return lastSort;
  }
}
