package io.jaegerstack.collector.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/// Requests as OpenTelemetry's generated code makes them.
final class OtlpRequests {
  /// One span for each id; id 0 is an invalid one.
  static ExportTraceServiceRequest request(String service, long... ids) {
    var spans = ScopeSpans.newBuilder();
    for (long id : ids) {
      ByteString traceId = id == 0 ? ByteString.copyFrom(new byte[16]) : ApiV2Requests.id(16, id);
      spans.addSpans(
          Span.newBuilder()
              .setTraceId(traceId)
              .setSpanId(ApiV2Requests.id(8, id))
              .setName("GET /")
              .setStartTimeUnixNano(1_700_000_000_000_000_000L)
              .setEndTimeUnixNano(1_700_000_000_000_005_000L));
    }
    var name =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue(service));
    var resource =
        ResourceSpans.newBuilder()
            .setResource(Resource.newBuilder().addAttributes(name))
            .addScopeSpans(spans);
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
  }

  private OtlpRequests() {}
}
