package io.jaegerstack.allinone;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;

/// Posts batches to a collector as Jaeger clients with an endpoint do.
final class HttpBatches {
  static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Returns the status of the answer.
  static int post(int port, String service, long traceId, int spans) throws Exception {
    List<Span> batch =
        LongStream.rangeClosed(1, spans)
            .mapToObj(i -> new Span(traceId, 0, traceId * 1000 + i, 0, "GET /", 1, 1_000, 5))
            .toList();
    byte[] body =
        new TSerializer(new TBinaryProtocol.Factory())
            .serialize(new Batch(new Process(service), batch));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/traces".formatted(port)))
            .header("Content-Type", "application/x-thrift")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpBatches() {}
}
