package io.jaegerstack.collector.receiver;

import com.google.protobuf.ByteString;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import java.nio.ByteBuffer;

/// Requests as an agent's generated code makes them.
final class ApiV2Requests {
  static PostSpansRequest request(String service, long... ids) {
    var batch =
        Model.Batch.newBuilder().setProcess(Model.Process.newBuilder().setServiceName(service));
    for (long id : ids) {
      batch.addSpans(
          Model.Span.newBuilder()
              .setTraceId(id(16, id))
              .setSpanId(id(8, id))
              .setOperationName("GET /"));
    }
    return PostSpansRequest.newBuilder().setBatch(batch).build();
  }

  static ByteString id(int bytes, long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(bytes).putLong(bytes - Long.BYTES, id).array());
  }

  private ApiV2Requests() {}
}
