package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TagType;
import java.util.ArrayList;
import java.util.List;

/// Batches in groups that make one request each: many packets share its fixed cost, which is some
/// ten times that of a batch.
final class RequestGroups {
  /// A request's size, by the bytes that its batches came in. Collectors take 4 MiB.
  private static final long MAX_BYTES = 1_500_000;

  /// Enough for a request's fixed cost to vanish; more only makes a failed request cost more.
  static final int MAX_SPANS = 1_000;

  private final List<List<ReportedBatch>> groups = new ArrayList<>();
  private List<ReportedBatch> group = new ArrayList<>();
  private long bytes;
  private int spans;

  private RequestGroups() {}

  /// `batches` in order.
  static List<List<ReportedBatch>> of(List<ReportedBatch> batches) {
    var groups = new RequestGroups();
    batches.forEach(groups::add);
    groups.end();
    return groups.groups;
  }

  private void add(ReportedBatch batch) {
    long cost = cost(batch);
    if (bytes + cost > MAX_BYTES || spans + batch.size() > MAX_SPANS) {
      end();
      cost = cost(batch);
    }
    group.add(batch);
    bytes += cost;
    spans += batch.size();
  }

  /// Beyond the first, a batch's process travels with each of its spans.
  private long cost(ReportedBatch batch) {
    return batch.wireBytes() + (group.isEmpty() ? 0 : batch.size() * processBytes(batch.spans()));
  }

  private void end() {
    if (!group.isEmpty()) {
      groups.add(group);
    }
    group = new ArrayList<>();
    bytes = 0;
    spans = 0;
  }

  private static long processBytes(SpanBatch batch) {
    if (batch.isEmpty()) {
      return 0;
    }
    FlatProcess process = batch.span(0).process;
    FlatTags tags = process.tags();
    long total = process.serviceName().length();
    for (int i = 0; i < tags.size(); i++) {
      TagType type = tags.type(i);
      boolean sliced = type == TagType.STRING || type == TagType.BINARY;
      total += tags.key(i).length() + (sliced ? tags.length(i) : Long.BYTES);
    }
    return total;
  }
}
