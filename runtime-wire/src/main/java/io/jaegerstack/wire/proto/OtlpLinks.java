package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TagType;
import io.jaegerstack.model.TraceId;
import java.util.Arrays;

/// Links and parent of an OTLP span to references: the parent first and child-of, links
/// follows-from, unless a link's attribute `opentracing.ref_type` says `child_of`. A link to the
/// parent only gives the parent its type.
final class OtlpLinks {
  private static final Key REF_TYPE = Key.of("opentracing.ref_type");
  private static final Key CHILD_OF = Key.of("child_of");
  private static final int FIRST_CAPACITY = 8;

  /// Room for more links than this is let go after use.
  private static final int KEPT = 1024;

  private final Attributes attributes;
  private final TagScratch scratch = new TagScratch();
  private final IdFields ids = new IdFields();
  private Reference[] links = new Reference[FIRST_CAPACITY];
  private int size;

  OtlpLinks(Attributes attributes) {
    this.attributes = attributes;
  }

  void begin() {
    size = 0;
  }

  /// Takes the link between the position and `end`, unless it is one to nothing.
  void read(ProtoReader in, int end) {
    ids.clear();
    long spanId = 0;
    FlatTags tags = scratch.begin(in.bytes);
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.TRACE_ID -> ids.readTraceIdOrNone(in, end);
        case OtlpFields.SPAN_ID -> spanId = IdFields.spanIdOrNone(in, end);
        case OtlpFields.LINK_ATTRIBUTES -> attributes.read(in, in.nested(end), tags);
        default -> in.skip(tag, end);
      }
    }
    if ((ids.traceIdHigh | ids.traceIdLow | spanId) != 0) {
      var traceId = new TraceId(ids.traceIdHigh, ids.traceIdLow);
      add(new Reference(type(tags), traceId, new SpanId(spanId)));
    }
  }

  private static Reference.Type type(FlatTags tags) {
    int index = tags.indexOf(REF_TYPE);
    boolean isChildOf =
        index >= 0
            && tags.type(index) == TagType.STRING
            && tags.text(index).equals(CHILD_OF.text());
    return isChildOf ? Reference.Type.CHILD_OF : Reference.Type.FOLLOWS_FROM;
  }

  private void add(Reference link) {
    if (size == links.length) {
      links = Arrays.copyOf(links, size * 2);
    }
    links[size++] = link;
  }

  /// Gives `span`, whose ids are known by now, its references.
  void moveTo(FlatSpan span, long parentSpanId) {
    if (parentSpanId != 0) {
      moveWithParent(span, new SpanId(parentSpanId));
    } else if (size > 0) {
      span.references = Arrays.copyOf(links, size);
    }
  }

  private void moveWithParent(FlatSpan span, SpanId parent) {
    TraceId traceId = span.traceId();
    var type = Reference.Type.CHILD_OF;
    var references = new Reference[size + 1];
    int count = 1;
    for (int i = 0; i < size; i++) {
      Reference link = links[i];
      if (link.spanId().equals(parent) && link.traceId().equals(traceId)) {
        type = link.type();
      } else {
        references[count++] = link;
      }
    }
    references[0] = new Reference(type, traceId, parent);
    span.references = count == references.length ? references : Arrays.copyOf(references, count);
  }

  /// Lets go of the input.
  void end() {
    scratch.end();
    links = links.length > KEPT ? new Reference[FIRST_CAPACITY] : links;
    Arrays.fill(links, null);
  }
}
