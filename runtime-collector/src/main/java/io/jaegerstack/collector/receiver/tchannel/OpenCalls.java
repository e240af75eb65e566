package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.wire.tchannel.CallRequest;
import io.jaegerstack.wire.tchannel.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of one connection whose last frame is not there yet. They hold memory of the port,
/// until they are taken out.
final class OpenCalls {
  /// A call, the memory it holds, and when it will have taken too long.
  private static final class Open {
    private final CallRequest request;
    private final long deadline;
    private long bytes;

    Open(CallRequest request, long bytes, long deadline) {
      this.request = request;
      this.bytes = bytes;
      this.deadline = deadline;
    }
  }

  /// What a call holds apart from its frames' bytes: objects, its service's name, headers. A first
  /// frame may be shorter than what becomes of it.
  static final int CALL_BYTES = 1024;

  private final Map<Integer, Open> calls = new HashMap<>();
  private final UnfinishedBytes unfinished;
  private final int most;

  OpenCalls(UnfinishedBytes unfinished, int most) {
    this.unfinished = unfinished;
    this.most = most;
  }

  boolean has(int id) {
    return calls.containsKey(id);
  }

  @Nullable CallRequest get(int id) {
    Open open = calls.get(id);
    return open == null ? null : open.request;
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /// Whether there was room for a call that begins with `first`.
  boolean open(Frame first, CallRequest request, long deadline) {
    long bytes = CALL_BYTES + first.bytes().length;
    if (calls.size() >= most || !unfinished.reserve(bytes)) {
      return false;
    }
    calls.put(first.id(), new Open(request, bytes, deadline));
    return true;
  }

  /// Whether there is room for another frame of the call, which is then held.
  boolean grow(Frame more) {
    Open open = calls.get(more.id());
    if (open == null || !unfinished.reserve(more.bytes().length)) {
      return false;
    }
    open.bytes += more.bytes().length;
    return true;
  }

  @Nullable CallRequest remove(int id) {
    Open open = calls.remove(id);
    if (open == null) {
      return null;
    }
    unfinished.release(open.bytes);
    return open.request;
  }

  /// Ids of calls that have taken too long.
  List<Integer> late(long now) {
    var late = new ArrayList<Integer>();
    calls.forEach(
        (id, open) -> {
          if (now - open.deadline >= 0) {
            late.add(id);
          }
        });
    return late;
  }

  void removeAll() {
    List.copyOf(calls.keySet()).forEach(this::remove);
  }
}
