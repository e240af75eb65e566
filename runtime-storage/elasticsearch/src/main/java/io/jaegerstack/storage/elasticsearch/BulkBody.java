package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything that one write sends: action and source lines of spans, and of the services and
/// operations that are not known to be stored. One thread.
final class BulkBody {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private static final byte[] NO_ID = new byte[ContentId.LENGTH];

  private final IndexNames names;
  private final EsSpanEncoder encoder;
  private final ServiceCache services;
  private final JsonBytes bytes;
  private final List<BulkDocument> documents = new ArrayList<>();
  private final Set<String> added = new HashSet<>();
  private long day = Long.MIN_VALUE;
  private byte[] spanAction = {};
  private String serviceIndex = "";

  BulkBody(IndexNames names, EsSpanEncoder encoder, ServiceCache services, int expectedBytes) {
    this.names = names;
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
    atDay(Math.floorDiv(span.startNanos, NANOS_PER_DAY));
    int from = bytes.size();
    bytes.raw(spanAction);
    int id = bytes.size();
    bytes.raw(NO_ID).ascii("\"}}\n");
    int document = bytes.size();
    encoder.encode(span, bytes);
    ContentId.write(bytes.array(), document, bytes.size(), bytes.array(), id);
    bytes.ascii('\n');
    documents.add(new BulkDocument(span, null, from, bytes.size()));
    if ((span.flags & FlatSpan.FIREHOSE) == 0) {
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
    bytes.ascii("{\"index\":{\"_index\":\"" + serviceIndex + "\",\"_id\":\"" + id + "\"}}\n");
    ServiceDocument.encode(span.process.serviceName(), span.operation, bytes);
    bytes.ascii('\n');
    documents.add(new BulkDocument(null, key, from, bytes.size()));
  }

  private void atDay(long newDay) {
    if (newDay == day) {
      return;
    }
    LocalDate date = LocalDate.ofEpochDay(newDay);
    String index = names.of(Kind.SPAN, date);
    spanAction =
        ("{\"create\":{\"_index\":\"" + index + "\",\"_id\":\"").getBytes(StandardCharsets.UTF_8);
    serviceIndex = names.of(Kind.SERVICE, date);
    day = newDay;
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
