package io.jaegerstack.query.service;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Writes IPv4 addresses that clients pack into a number as dotted text, and sorts the tags of
/// processes.
final class IpTagAdjuster implements Adjuster {
  @Override
  public Trace adjust(Trace trace) {
    // Spans of one batch share their process; what they share is done once.
    Map<Process, Process> done = new IdentityHashMap<>();
    return new Trace(
        trace.id(),
        trace.spans().stream()
            .map(span -> adjust(span, done.computeIfAbsent(span.process(), IpTagAdjuster::adjust)))
            .toList());
  }

  private static Span adjust(Span span, Process process) {
    Span changed = span.withProcess(process);
    return span.tags().stream().anyMatch(IpTagAdjuster::isPackedAddress)
        ? changed.withTags(span.tags().stream().map(IpTagAdjuster::dotted).toList())
        : changed;
  }

  private static Process adjust(Process process) {
    List<Tag> tags = new ArrayList<>(process.tags());
    tags.replaceAll(IpTagAdjuster::dotted);
    tags.sort(TagOrder.BY_KEY_TYPE_VALUE);
    return tags.equals(process.tags()) ? process : new Process(process.serviceName(), tags);
  }

  private static boolean isPackedAddress(Tag tag) {
    return (tag.key().equals("ip") || tag.key().equals("peer.ipv4"))
        && (tag.value() instanceof Tag.Int64 || tag.value() instanceof Tag.Float64);
  }

  private static Tag dotted(Tag tag) {
    if (!isPackedAddress(tag)) {
      return tag;
    }
    long packed =
        switch (tag.value()) {
          case Tag.Int64(long number) -> number;
          case Tag.Float64(double number) -> (long) number;
          case Tag.Text _, Tag.Bool _, Tag.Binary _ -> 0;
        };
    return Tag.of(tag.key(), Ipv4.dotted((int) packed));
  }
}
