package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TagType;

/// Bytes of OTLP's `ExportTraceServiceRequest` to flat spans, by the translation that Jaeger itself
/// uses: a resource is a process named by `service.name`, a span's parent and links are references,
/// events are logs.
///
/// Holds scratch: an instance belongs to one thread, which uses it again and again; the intern
/// table may be shared. What it returns keeps the input array, which nobody may write to from then
/// on. Anything malformed is a [io.jaegerstack.wire.WireFormatException]; a span without ids is
/// left out and counted.
public final class OtlpReader {
  private static final Key SERVICE_NAME = Key.of("service.name");

  /// Name of a process whose resource has no attributes at all; Jaeger's word.
  private static final Key NO_RESOURCE = Key.of("OTLPResourceNoServiceName");

  private static final Key NO_NAME = Key.of("");

  private final InternTable keys;
  private final ProtoReader in = new ProtoReader();
  private final Attributes attributes;
  private final OtlpSpans spans;
  private final OtlpScope scope = new OtlpScope();
  private final TagScratch resource = new TagScratch();

  /// A reader that takes keys, service and operation names from `keys`.
  public OtlpReader(InternTable keys) {
    this.keys = keys;
    this.attributes = new Attributes(keys);
    this.spans = new OtlpSpans(keys, attributes);
  }

  /// The spans of `request`, each resource's with a process of their own.
  public SpanBatch read(byte[] request) {
    return read(request, 0, request.length);
  }

  /// As [#read(byte[])], of the request in the `length` bytes of `source` from `offset` on.
  public SpanBatch read(byte[] source, int offset, int length) {
    in.begin(source, offset);
    try {
      var batch = new SpanBatch(source);
      int end = offset + length;
      for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
        if (tag == OtlpFields.RESOURCE_SPANS) {
          resourceSpans(batch, in.nested(end));
        } else {
          in.skip(tag, end);
        }
      }
      return batch;
    } finally {
      in.end();
      spans.end();
      resource.end();
    }
  }

  /// Goes over the message twice, since a resource may come after its spans.
  private void resourceSpans(SpanBatch batch, int end) {
    int start = in.position;
    FlatTags tags = resource.begin(in.bytes);
    boolean hasSpans = false;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.RESOURCE) {
        resource(tags, in.nested(end));
      } else {
        hasSpans |= tag == OtlpFields.SCOPE_SPANS;
        in.skip(tag, end);
      }
    }
    if (hasSpans) {
      FlatProcess process = process(tags);
      in.position = start;
      for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
        if (tag == OtlpFields.SCOPE_SPANS) {
          scopeSpans(batch, in.nested(end), process);
        } else {
          in.skip(tag, end);
        }
      }
    }
  }

  private void resource(FlatTags tags, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.RESOURCE_ATTRIBUTES) {
        attributes.read(in, in.nested(end), tags);
      } else {
        in.skip(tag, end);
      }
    }
  }

  private FlatProcess process(FlatTags tags) {
    if (tags.size() == 0) {
      return new FlatProcess(NO_RESOURCE, tags.trimmedCopy());
    }
    Key name = NO_NAME;
    int index = tags.indexOf(SERVICE_NAME);
    if (index >= 0 && isString(tags, index)) {
      name = keys.intern(tags.source(index), tags.offset(index), tags.length(index));
    }
    return new FlatProcess(name, withoutServiceName(tags));
  }

  /// True for a string that was one in OTLP, not JSON made of an array.
  @SuppressWarnings("ReferenceEquality") // whether it is the very array of the request
  private boolean isString(FlatTags tags, int index) {
    return tags.type(index) == TagType.STRING && tags.source(index) == in.bytes;
  }

  private static FlatTags withoutServiceName(FlatTags tags) {
    tags.keep(index -> !tags.key(index).equals(SERVICE_NAME));
    return tags.trimmedCopy();
  }

  /// Goes over the message twice, since a scope may come after its spans.
  private void scopeSpans(SpanBatch batch, int end, FlatProcess process) {
    int start = in.position;
    scope.clear();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.SCOPE) {
        scope.read(in, in.nested(end));
      } else {
        in.skip(tag, end);
      }
    }
    in.position = start;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.SPANS) {
        add(batch, spans.read(in, in.nested(end), scope, process));
      } else {
        in.skip(tag, end);
      }
    }
  }

  private static void add(SpanBatch batch, FlatSpan span) {
    if (span.hasIds()) {
      batch.add(span);
    } else {
      batch.leaveOut();
    }
  }
}
