package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Calls from service to service, counted by the minute in which the callee's span began. Not for
/// several threads.
public final class Links {
  /// A call, in one minute since the epoch.
  private record Call(long minute, String parent, String child) {}

  /// Told of each count.
  public interface Reader {
    void calls(long minute, String parent, String child, long count);
  }

  private final Map<Call, Long> counts = new HashMap<>();

  /// The minute of a time; earlier ones than the epoch are negative.
  public static long minute(long nanos) {
    return Math.floorDiv(nanos, TimeUnit.MINUTES.toNanos(1));
  }

  public void add(long minute, String parent, String child, long count) {
    counts.merge(new Call(minute, parent, child), count, Long::sum);
  }

  public void read(Reader reader) {
    counts.forEach((call, count) -> reader.calls(call.minute, call.parent, call.child, count));
  }

  void write(ByteWriter out) {
    var numbers = new HashMap<String, Integer>();
    var names = new ArrayList<String>();
    for (Call call : counts.keySet()) {
      for (String name : List.of(call.parent, call.child)) {
        if (numbers.putIfAbsent(name, names.size()) == null) {
          names.add(name);
        }
      }
    }
    out.varint(names.size());
    names.forEach(out::text);
    out.varint(counts.size());
    counts.forEach(
        (call, count) -> {
          out.fixed64(call.minute);
          out.varint(numbers.getOrDefault(call.parent, 0));
          out.varint(numbers.getOrDefault(call.child, 0));
          out.varint(count);
        });
  }

  static void read(ByteReader in, Reader reader) {
    String[] names = new String[in.count()];
    for (int i = 0; i < names.length; i++) {
      names[i] = in.text();
    }
    int count = in.count();
    for (int i = 0; i < count; i++) {
      reader.calls(in.fixed64(), names[in.count()], names[in.count()], in.varint());
    }
  }
}
