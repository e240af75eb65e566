package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything that one write sends: action and source lines of spans, and of the services and
/// operations that are not known to be stored. One thread.
final class BulkBody {
  private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
  private static final long SECONDS_PER_HOUR = 3_600;

  private static final byte[] NO_ID = new byte[ContentId.LENGTH];

  private final IndexNames names;
  private final Kind kind;
  private final EsSpanEncoder encoder;
  private final ServiceCache services;
  private final JsonBytes bytes;
  private final List<BulkDocument> documents = new ArrayList<>();
  private final Set<String> added = new HashSet<>();
  private final Set<String> targets = new HashSet<>();
  private long hour = Long.MIN_VALUE;
  private byte[] spanAction = {};
  private String serviceIndex = "";

  /// @param kind of spans: those of the archive have no services and operations beside them
  BulkBody(
      IndexNames names,
      Kind kind,
      EsSpanEncoder encoder,
      ServiceCache services,
      int expectedBytes) {
    this.names = names;
    this.kind = kind;
    this.encoder = encoder;
    this.services = services;
    this.bytes = new JsonBytes(expectedBytes);
  }

  void add(SpanBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      add(batch.span(i));
    }
  }

  private void add(FlatSpan span) {
    atHour(Math.floorDiv(span.startNanos, NANOS_PER_HOUR));
    int from = bytes.size();
    bytes.raw(spanAction);
    int id = bytes.size();
    bytes.raw(NO_ID).ascii("\"}}\n");
    int document = bytes.size();
    encoder.encode(span, bytes);
    ContentId.write(bytes.array(), document, bytes.size(), bytes.array(), id);
    bytes.ascii('\n');
    documents.add(new BulkDocument(span, null, from, bytes.size()));
    if (kind == Kind.SPAN && (span.flags & FlatSpan.FIREHOSE) == 0) {
      addService(span);
    }
  }

  private void addService(FlatSpan span) {
    String id = ServiceDocument.id(span.process.serviceName(), span.operation);
    String key = serviceIndex + "/" + id;
    if (services.has(key) || !added.add(key)) {
      return;
    }
    int from = bytes.size();
    bytes.ascii("{\"index\":{" + serviceIndex + ",\"_id\":\"" + id + "\"}}\n");
    ServiceDocument.encode(span.process.serviceName(), span.operation, bytes);
    bytes.ascii('\n');
    documents.add(new BulkDocument(null, key, from, bytes.size()));
  }

  private void atHour(long newHour) {
    if (newHour == hour) {
      return;
    }
    Instant time = Instant.ofEpochSecond(newHour * SECONDS_PER_HOUR);
    spanAction =
        ("{\"create\":{" + into(kind, time) + ",\"_id\":\"").getBytes(StandardCharsets.UTF_8);
    serviceIndex = kind == Kind.SPAN ? into(Kind.SERVICE, time) : "";
    hour = newHour;
  }

  /// An alias that is not there must not become an index.
  private String into(Kind each, Instant time) {
    String target = names.target(each, time);
    targets.add(target);
    String index = "\"_index\":\"" + target + "\"";
    return names.isAliased(each) ? index + ",\"require_alias\":true" : index;
  }

  /// The indices or aliases that the documents go to.
  Set<String> targets() {
    return targets;
  }

  List<BulkDocument> documents() {
    return documents;
  }

  /// The lines of `some`, one after the other.
  byte[] lines(List<BulkDocument> some) {
    var out = new JsonBytes(some.stream().mapToInt(BulkDocument::length).sum());
    for (BulkDocument document : some) {
      out.raw(bytes.array(), document.from(), document.length());
    }
    return out.array();
  }
}
