package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.Reference;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.Hash;
import io.jaegerstack.storage.segments.bytes.HashIndex;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.SpanLayout;

/// Counts the calls among the spans of a head: where a span's parent is there too, and of another
/// service.
public final class LinkCount {
  private final HeadView spans;
  private final HashIndex ids = new HashIndex();

  private LinkCount(HeadView spans) {
    this.spans = spans;
  }

  public static Links of(HeadView spans) {
    return new LinkCount(spans).count();
  }

  private Links count() {
    for (int span = 0; span < spans.size(); span++) {
      ids.add(key(spans.trace(span), id(span)), span);
    }
    var links = new Links();
    for (int span = 0; span < spans.size(); span++) {
      int parent = parent(span);
      if (parent >= 0 && !service(parent).equals(service(span))) {
        links.add(Links.minute(spans.startNanos(span)), service(parent), service(span), 1);
      }
    }
    return links;
  }

  private static long key(int trace, long id) {
    return Hash.of(trace, id);
  }

  private long id(int span) {
    return new ByteReader(spans.frame(span), spans.at(span) + SpanLayout.SPAN_ID).fixed64();
  }

  private String service(int span) {
    return spans.processes().get(spans.process(span)).serviceName();
  }

  /// The span that the first child-of reference into the own trace is to, else the first
  /// follows-from one; -1 where it is not here.
  private int parent(int span) {
    byte[] frame = spans.frame(span);
    int at = spans.at(span);
    var own = new ByteReader(frame, at);
    long high = own.fixed64();
    long low = own.fixed64();
    var in = new ByteReader(frame, at + SpanLayout.FLAGS);
    skipToReferences(in);
    int count = in.count();
    boolean isFound = false;
    long parent = 0;
    for (int i = 0; i < count; i++) {
      int type = in.oneByte();
      long ofHigh = in.fixed64();
      boolean isOwn = in.fixed64() == low && ofHigh == high;
      long id = in.fixed64();
      if (isOwn && type == Reference.Type.CHILD_OF.ordinal()) {
        return find(span, id);
      }
      if (isOwn && !isFound) {
        isFound = true;
        parent = id;
      }
    }
    return isFound ? find(span, parent) : -1;
  }

  private int find(int span, long id) {
    int trace = spans.trace(span);
    return ids.find(
        key(trace, id), other -> other != span && spans.trace(other) == trace && id(other) == id);
  }

  private static void skipToReferences(ByteReader in) {
    in.varint();
    in.skipBlock();
    skipTags(in);
    int logs = in.count();
    for (int i = 0; i < logs; i++) {
      in.skip(Long.BYTES);
      skipTags(in);
    }
  }

  private static void skipTags(ByteReader in) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      in.skipBlock();
      SpanLayout.skipValue(in);
    }
  }
}
