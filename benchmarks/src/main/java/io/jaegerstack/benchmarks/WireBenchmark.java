package io.jaegerstack.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.proto.ApiV2Reader;
import io.jaegerstack.wire.proto.ApiV2Writer;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.thriftjava.Batch;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Reading and writing requests: ours, and generated code on the same bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Load.SPANS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
public class WireBenchmark {
  @Param({"10", "100"})
  int spansPerRequest;

  private final InternTable keys = new InternTable();
  private final ApiV2Reader apiV2 = new ApiV2Reader(keys);
  private final ApiV2Writer apiV2Writer = new ApiV2Writer();
  private final OtlpReader otlp = new OtlpReader(keys);
  private final ThriftBatchReader thrift = new ThriftBatchReader(keys);

  private List<byte[]> apiV2Requests = List.of();
  private List<byte[]> otlpRequests = List.of();
  private List<byte[]> thriftBatches = List.of();
  private List<SpanBatch> batches = List.of();
  private List<PostSpansRequest> messages = List.of();

  @Setup
  public void load() {
    List<List<Span>> requests = new Load().requests(spansPerRequest);
    apiV2Requests = requests.stream().map(Wires::apiV2).toList();
    otlpRequests = requests.stream().map(Wires::otlp).toList();
    thriftBatches = requests.stream().map(Wires::thrift).toList();
    batches = apiV2Requests.stream().map(apiV2::read).toList();
    messages = apiV2Requests.stream().map(WireBenchmark::parseApiV2).toList();
  }

  @Benchmark
  public void readApiV2(Blackhole sink) {
    each(apiV2Requests, apiV2::read, sink);
  }

  @Benchmark
  public void readApiV2Generated(Blackhole sink) {
    each(apiV2Requests, WireBenchmark::parseApiV2, sink);
  }

  @Benchmark
  public void readThriftCompact(Blackhole sink) {
    each(thriftBatches, batch -> thrift.readBatch(batch, ThriftProtocol.COMPACT), sink);
  }

  @Benchmark
  public void readThriftCompactGenerated(Blackhole sink) {
    each(thriftBatches, WireBenchmark::parseThrift, sink);
  }

  @Benchmark
  public void readOtlp(Blackhole sink) {
    each(otlpRequests, otlp::read, sink);
  }

  /// Into OTLP's own messages only; ours has translated to Jaeger's model as well.
  @Benchmark
  public void readOtlpGenerated(Blackhole sink) {
    each(otlpRequests, WireBenchmark::parseOtlp, sink);
  }

  @Benchmark
  public void writeApiV2(Blackhole sink) {
    each(batches, apiV2Writer::write, sink);
  }

  @Benchmark
  public void writeApiV2Generated(Blackhole sink) {
    each(messages, PostSpansRequest::toByteArray, sink);
  }

  private static <T> void each(List<T> all, Function<T, Object> work, Blackhole sink) {
    for (T one : all) {
      sink.consume(work.apply(one));
    }
  }

  private static PostSpansRequest parseApiV2(byte[] request) {
    try {
      return PostSpansRequest.parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExportTraceServiceRequest parseOtlp(byte[] request) {
    try {
      return ExportTraceServiceRequest.parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Batch parseThrift(byte[] bytes) {
    try {
      var batch = new Batch();
      new TDeserializer(new TCompactProtocol.Factory()).deserialize(batch, bytes);
      return batch;
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }
}
