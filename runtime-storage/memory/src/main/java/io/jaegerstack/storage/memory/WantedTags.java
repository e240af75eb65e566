package io.jaegerstack.storage.memory;

import io.jaegerstack.model.FloatText;
import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;

/// The tags of one search, looked for in encoded spans without making records of them. One thread.
final class WantedTags {
  private final byte[][] keys;
  private final byte[][] values;
  private final String[] texts;

  /// Bit per wanted tag; all of them set means that a span has them all.
  private final long all;

  private final Map<StoredProcess, Long> ofProcesses = new IdentityHashMap<>();

  /// @throws StorageException for more than 64 tags
  WantedTags(Map<String, String> tags) {
    if (tags.size() > Long.SIZE) {
      throw new StorageException(
          StorageException.Kind.INVALID,
          "a search for %d tags, expected at most %d".formatted(tags.size(), Long.SIZE));
    }
    keys = new byte[tags.size()][];
    values = new byte[tags.size()][];
    texts = new String[tags.size()];
    all = tags.isEmpty() ? 0 : -1L >>> (Long.SIZE - tags.size());
    int i = 0;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      keys[i] = tag.getKey().getBytes(StandardCharsets.UTF_8);
      values[i] = tag.getValue().getBytes(StandardCharsets.UTF_8);
      texts[i++] = tag.getValue();
    }
  }

  /// Whether every wanted tag is one of the span, of its process or of one of its logs.
  boolean allOn(StoredSpan span) {
    if (all == 0) {
      return true;
    }
    long missing = all & ~ofProcesses.computeIfAbsent(span.process(), this::ofProcess);
    if (missing == 0) {
      return true;
    }
    var in = new ByteReader(span.content());
    missing &= ~found(in, missing);
    long logs = missing == 0 ? 0 : in.varint();
    for (long log = 0; log < logs && missing != 0; log++) {
      in.skip(Long.BYTES);
      missing &= ~found(in, missing);
    }
    return missing == 0;
  }

  private long ofProcess(StoredProcess process) {
    return found(new ByteReader(process.tags()), all);
  }

  /// Reads one list of tags to its end; bits of the tags in `wanted` that are there.
  private long found(ByteReader in, long wanted) {
    long found = 0;
    long count = in.varint();
    for (long tag = 0; tag < count; tag++) {
      int start = in.position();
      in.skipBlock();
      int value = in.position();
      for (long rest = wanted & ~found; rest != 0; rest &= rest - 1) {
        int candidate = Long.numberOfTrailingZeros(rest);
        in.moveTo(start);
        if (in.blockIs(keys[candidate]) && valueIs(in, candidate)) {
          found |= 1L << candidate;
        }
      }
      in.moveTo(value);
      SpanDecoder.skipValue(in);
    }
    return found;
  }

  private boolean valueIs(ByteReader in, int candidate) {
    return switch (TagType.of(in.oneByte())) {
      case STRING -> in.blockIs(values[candidate]);
      case BOOL -> texts[candidate].equals(in.oneByte() != 0 ? "true" : "false");
      case INT64 -> texts[candidate].equals(Long.toString(in.fixed64()));
      case FLOAT64 -> texts[candidate].equals(FloatText.of(Double.longBitsToDouble(in.fixed64())));
      case BINARY -> texts[candidate].equals(HexFormat.of().formatHex(in.block()));
    };
  }
}
