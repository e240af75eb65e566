package io.jaegerstack.agent;

import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Collector.PostSpansResponse;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import io.jaegertracing.api_v2.Model;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A collector on a real gRPC server, that answers as a test wants.
public final class TestCollector implements AutoCloseable {
  private final ConcurrentLinkedQueue<PostSpansRequest> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<PostSpansRequest, Status> verdict = request -> Status.OK;
  private volatile Function<String, SamplingStrategyResponse> strategies =
      service -> SamplingStrategyResponse.getDefaultInstance();
  private Server server;

  public static TestCollector start() throws IOException {
    return startOn(0);
  }

  public static TestCollector startOn(int port) throws IOException {
    return startAt("127.0.0.1", port);
  }

  public static TestCollector startAt(String host, int port) throws IOException {
    return start(NettyServerBuilder.forAddress(new InetSocketAddress(host, port)));
  }

  /// One that asks its clients to connect anew after `age`.
  public static TestCollector startAgeing(Duration age) throws IOException {
    return start(
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .maxConnectionAge(age.toNanos(), TimeUnit.NANOSECONDS));
  }

  private static TestCollector start(NettyServerBuilder builder) throws IOException {
    var collector = new TestCollector();
    collector.server =
        builder
            .addTransportFilter(collector.new Connections())
            .addService(collector.new Spans())
            .addService(collector.new Strategies())
            .build()
            .start();
    return collector;
  }

  /// Connections that came about so far.
  public int connections() {
    return connections.get();
  }

  public int port() {
    return server.getPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /// How to answer from now on, not at all where it is null; spans of refused requests are not
  /// kept.
  public void answers(Function<PostSpansRequest, Status> how) {
    verdict = how;
  }

  public void strategies(Function<String, SamplingStrategyResponse> how) {
    strategies = how;
  }

  public List<PostSpansRequest> requests() {
    return List.copyOf(requests);
  }

  /// Spans of all requests that were taken, each with its process.
  public List<Model.Span> spans() {
    return requests.stream()
        .flatMap(
            request ->
                request.getBatch().getSpansList().stream()
                    .map(
                        span ->
                            span.hasProcess()
                                ? span
                                : span.toBuilder()
                                    .setProcess(request.getBatch().getProcess())
                                    .build()))
        .toList();
  }

  public void awaitSpans(int count) {
    Await.until(() -> spans().size() >= count, () -> spans().size() + " spans");
  }

  /// Requests that arrived, answered or not.
  public void awaitRequests(int count) {
    Await.until(() -> arrived.get() >= count, arrived::toString);
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }
  }

  private final class Spans extends CollectorServiceGrpc.CollectorServiceImplBase {
    @Override
    public void postSpans(PostSpansRequest request, StreamObserver<PostSpansResponse> answer) {
      arrived.incrementAndGet();
      Status status = verdict.apply(request);
      if (status == null) {
        return;
      }
      if (!status.isOk()) {
        answer.onError(status.asRuntimeException());
        return;
      }
      requests.add(request);
      answer.onNext(PostSpansResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  private final class Strategies extends SamplingManagerGrpc.SamplingManagerImplBase {
    @Override
    public void getSamplingStrategy(
        SamplingStrategyParameters asked, StreamObserver<SamplingStrategyResponse> answer) {
      answer.onNext(strategies.apply(asked.getServiceName()));
      answer.onCompleted();
    }
  }
}
