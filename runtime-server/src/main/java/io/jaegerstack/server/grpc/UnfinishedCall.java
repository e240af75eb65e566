package io.jaegerstack.server.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.jaegerstack.server.grpc.UnfinishedCalls.OfConnection;
import io.netty.util.concurrent.EventExecutor;
import java.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One call until its request is whole: how many bytes it makes the process hold, and its end where
/// those are too many or too slow. Runs on the connection's event loop.
///
/// gRPC tells a tracer of each piece of a message as it arrives, before the message is whole; an
/// interceptor knows the call, which a tracer cannot end.
final class UnfinishedCall extends ServerStreamTracer {
  /// What a call, and each of its frames, counts for at least. A frame of one byte keeps alive the
  /// whole buffer that it was read into, which is no larger than this: a read of 16 KiB joined to
  /// what was left of the one before, in the next power of two.
  static final int LEAST_BYTES = 32 * 1024;

  private static final Context.Key<UnfinishedCall> OF_THIS_CALL = Context.key("unfinished-call");
  private static final Attributes.Key<OfConnection> OF_CONNECTION =
      Attributes.Key.create("unfinished-calls-of-connection");
  private static final Attributes.Key<SocketAddress> PEER = Grpc.TRANSPORT_ATTR_REMOTE_ADDR;
  private static final String BUSY = "too many unfinished requests, come back in a second";

  private final UnfinishedCalls calls;
  private final EventExecutor loop;
  private final Factory shared;
  private final long startedNanos = System.nanoTime();
  private OfConnection connection = new OfConnection();
  private @Nullable ServerCall<?, ?> call;
  private long held;
  private boolean unpacking;
  private volatile boolean over;
  private boolean refused;
  private long answeredNanos;
  private boolean streamIsClosed;

  private UnfinishedCall(UnfinishedCalls calls, EventExecutor loop, Factory shared) {
    this.calls = calls;
    this.loop = loop;
    this.shared = shared;
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_THIS_CALL, this);
  }

  private void begins(ServerCall<?, ?> started) {
    call = started;
    OfConnection known = started.getAttributes().get(OF_CONNECTION);
    connection = known == null ? connection : known;
    calls.add(this);
    grow(LEAST_BYTES);
  }

  /// A piece of a message came off the network.
  @Override
  public void inboundWireSize(long bytes) {
    grow(Math.max(bytes, LEAST_BYTES));
  }

  /// The request is whole, and only now gRPC makes bytes on the heap of it, piece by piece where it
  /// is packed. What it was on the network is given back while that happens.
  @Override
  public void inboundUncompressedSize(long bytes) {
    if (!unpacking) {
      unpacking = true;
      calls.release(this);
    }
    grow(bytes);
  }

  private void grow(long bytes) {
    if (over || call == null) {
      return;
    }
    if (!calls.grow(this, bytes)) {
      calls.remove(this);
      refuse(Refusal.TOO_MANY_BYTES, calls.mostBytes());
    }
  }

  /// The request is whole and was handed on, or the call has ended.
  private void ends() {
    if (!over) {
      over = true;
      calls.remove(this);
    }
  }

  /// Nothing of the call is left, whether its answer was read or not.
  @Override
  public void streamClosed(Status status) {
    ends();
    calls.closed(this);
  }

  EventExecutor loop() {
    return loop;
  }

  OfConnection connection() {
    return connection;
  }

  long startedNanos() {
    return startedNanos;
  }

  long answeredNanos() {
    return answeredNanos;
  }

  /// Both asked and set by [UnfinishedCalls] only, under its lock.
  boolean streamIsClosed() {
    return streamIsClosed;
  }

  void closeStream() {
    streamIsClosed = true;
  }

  /// Bytes that are counted for it. Only [UnfinishedCalls] asks, and changes it, under its lock.
  long held() {
    return held;
  }

  void hold(long more) {
    held += more;
  }

  /// `started`, where the service may answer before the request is whole: it is over then, and
  /// nobody else may end it.
  private <Q, A> ServerCall<Q, A> ending(ServerCall<Q, A> started) {
    return new SimpleForwardingServerCall<>(started) {
      @Override
      public void close(Status status, Metadata trailers) {
        if (!refused) {
          ends();
          answeredNanos = System.nanoTime();
          calls.answered(UnfinishedCall.this);
          super.close(status, trailers);
        }
      }
    };
  }

  /// Ends the call; the caller of this takes it off the list.
  void refuse(Refusal why, Object limit) {
    if (over || call == null) {
      return;
    }
    over = true;
    refused = true;
    shared.refusals().add(why, limit);
    if (why == Refusal.SLOW_REQUEST) {
      String late = "the request did not arrive whole within " + limit;
      call.close(Status.DEADLINE_EXCEEDED.withDescription(late), new Metadata());
    } else {
      call.close(Status.RESOURCE_EXHAUSTED.withDescription(BUSY), shared.comeBack().apply(BUSY));
    }
  }

  /// Closes the connection, whose peer does not read the answer: nothing else ends a stream that
  /// has been answered.
  void hangUp(Object limit) {
    SocketAddress peer = call == null ? null : call.getAttributes().get(PEER);
    if (peer != null) {
      shared.refusals().add(Refusal.SLOW_READER, limit);
      shared.hangUp().accept(peer);
    }
  }

  /// Follows each call of one port.
  ///
  /// @param hangUp closes the connection of a peer
  record Factory(
      UnfinishedCalls calls,
      Supplier<EventExecutor> thisLoop,
      RefusalCounts refusals,
      Function<String, Metadata> comeBack,
      Consumer<SocketAddress> hangUp) {
    ServerStreamTracer.Factory tracers() {
      var shared = this;
      return new ServerStreamTracer.Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return new UnfinishedCall(calls, thisLoop.get(), shared);
        }
      };
    }
  }

  /// Tells the calls of one connection from those of others.
  static final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes ofConnection) {
      return ofConnection.toBuilder().set(OF_CONNECTION, new OfConnection()).build();
    }
  }

  /// Makes calls known to their tracers, and keeps what arrives after a refusal from the service.
  static final class Closing implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      UnfinishedCall unfinished = OF_THIS_CALL.get();
      unfinished.begins(call);
      if (unfinished.refused) {
        return new ServerCall.Listener<>() {};
      }
      return new SimpleForwardingServerCallListener<>(
          next.startCall(unfinished.ending(call), headers)) {
        @Override
        public void onMessage(Q message) {
          if (!unfinished.refused) {
            super.onMessage(message);
          }
        }

        @Override
        public void onHalfClose() {
          if (unfinished.refused) {
            return;
          }
          try {
            super.onHalfClose();
          } finally {
            unfinished.ends();
          }
        }
      };
    }
  }
}
