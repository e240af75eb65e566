package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at the indices that there are: one that was created before its template answers searches
/// with errors or with nothing, and one with a block takes no spans.
final class MappingCheck {
  private static final List<String> BLOCKS =
      List.of("read_only", "read_only_allow_delete", "write");

  private final EsHttp http;
  private final IndexNames names;
  private final Kind spans;
  private final Clock clock;

  /// @param spans [Kind#SPAN] or [Kind#ARCHIVE]
  MappingCheck(EsHttp http, IndexNames names, Kind spans, Clock clock) {
    this.http = http;
    this.names = names;
    this.spans = spans;
    this.clock = clock;
  }

  /// What is wrong with the first index that cannot be searched or written; nothing where all can.
  ///
  /// @throws StorageException where the indices cannot be looked at
  /// @throws io.jaegerstack.storage.HiddenStateException where the credentials do not allow it
  Optional<StorageException> problem() {
    Map<String, Object> indices = indices();
    return indices.entrySet().stream()
        .flatMap(index -> conflict(index.getKey(), Json.asObject(index.getValue())).stream())
        .findFirst()
        .or(() -> blocked(indices));
  }

  private Optional<StorageException> conflict(String index, Map<String, Object> settled) {
    return FieldTypes.of(kind(index))
        .conflict(Json.at(settled, "mappings", "properties"))
        .map(
            field ->
                new StorageException(
                    StorageException.Kind.INVALID,
                    Trouble.MAPPING_CONFLICT,
                    "index %s has %s: it was created before its template; delete or reindex it"
                        .formatted(index, field),
                    null));
  }

  private Kind kind(String index) {
    return index.startsWith(names.base(Kind.SERVICE)) ? Kind.SERVICE : spans;
  }

  /// Old indices may well be closed to writing; those that spans go to now may not.
  private Optional<StorageException> blocked(Map<String, Object> indices) {
    String target = names.target(spans, clock.instant());
    for (Map.Entry<String, Object> index : indices.entrySet()) {
      Map<String, Object> settled = Json.asObject(index.getValue());
      boolean isTarget =
          index.getKey().equals(target)
              || isWritten(Json.asObject(settled.get("aliases")).get(target));
      Map<String, Object> blocks = Json.at(settled, "settings", "index", "blocks");
      for (String block : BLOCKS) {
        if (isTarget && "true".equals(String.valueOf(blocks.get(block)))) {
          return Optional.of(
              new StorageException(
                  StorageException.Kind.UNAVAILABLE,
                  Trouble.READ_ONLY,
                  "index %s has index.blocks.%s, expected none: a full disk sets it, and takes it off again when there is room"
                      .formatted(index.getKey(), block),
                  null));
        }
      }
    }
    return Optional.empty();
  }

  /// An alias of one index needs no mark for writing.
  private static boolean isWritten(@Nullable Object alias) {
    return alias != null && !Boolean.FALSE.equals(Json.asObject(alias).get("is_write_index"));
  }

  /// Every index of spans and of services, with what is to be seen of it.
  private Map<String, Object> indices() {
    String patterns =
        spans == Kind.ARCHIVE
            ? names.pattern(spans)
            : names.pattern(Kind.SPAN)
                + ",-"
                + names.pattern(Kind.ARCHIVE)
                + ","
                + names.pattern(Kind.SERVICE);
    String path =
        "%s?ignore_unavailable=true&allow_no_indices=true&filter_path=%s"
            .formatted(EsPaths.encoded(patterns), filter());
    try {
      return Json.readObject(http.look(path));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    } catch (StorageException refused) {
      if (refused.kind() == StorageException.Kind.NOT_FOUND) {
        return Map.of(); // no index yet
      }
      throw refused;
    }
  }

  private static String filter() {
    Set<String> fields = new LinkedHashSet<>(FieldTypes.of(Kind.SPAN).paths());
    fields.addAll(FieldTypes.of(Kind.SERVICE).paths());
    return Stream.concat(
            Stream.of("*.aliases", "*.settings.index.blocks", "*.settings.index.uuid"),
            fields.stream().map(field -> "*.mappings.properties." + field + ".type"))
        .collect(Collectors.joining(","));
  }

  /// The uuids of the indices that documents of `kind` go to now: others than before where one was
  /// deleted or rolled over.
  String identity(Kind kind) {
    String path =
        EsPaths.encoded(names.target(kind, clock.instant()))
            + "?ignore_unavailable=true&filter_path=*.settings.index.uuid";
    try {
      var uuids = new LinkedHashMap<String, Object>();
      Json.readObject(http.look(path))
          .forEach(
              (index, settled) ->
                  uuids.put(
                      index,
                      String.valueOf(
                          Json.at(Json.asObject(settled), "settings", "index").get("uuid"))));
      return uuids.toString();
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    } catch (StorageException refused) {
      if (refused.kind() == StorageException.Kind.NOT_FOUND) {
        return "";
      }
      throw refused;
    }
  }
}
