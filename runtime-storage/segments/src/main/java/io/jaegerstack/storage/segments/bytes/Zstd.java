package io.jaegerstack.storage.segments.bytes;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;

/// Compression, with contexts that are used again: making one costs more than a chunk.
public final class Zstd {
  /// The fastest level that finds what repeats in a chunk.
  private static final int LEVEL = 1;

  /// Contexts kept between uses; more are made while more threads want one.
  private static final int KEPT = 8;

  private static final ArrayBlockingQueue<ZstdDecompressCtx> FREE = new ArrayBlockingQueue<>(KEPT);

  /// For one thread.
  public static final class Compressor implements AutoCloseable {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private byte[] out = new byte[1024];

    public Compressor() {
      context.setLevel(LEVEL);
    }

    /// Appends to `target` what `source` holds, compressed, after its two lengths.
    public void append(ByteWriter source, ByteWriter target) {
      int most = (int) com.github.luben.zstd.Zstd.compressBound(source.size());
      if (out.length < most) {
        out = new byte[most];
      }
      int length = context.compressByteArray(out, 0, out.length, source.array(), 0, source.size());
      target.varint(source.size());
      target.varint(length);
      target.raw(out, 0, length);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  /// Reads what [Compressor#append] wrote.
  public static byte[] read(ByteReader source) {
    var plain = new byte[source.count()];
    int length = source.count();
    ZstdDecompressCtx pooled = FREE.poll();
    var context = pooled == null ? new ZstdDecompressCtx() : pooled;
    try {
      context.decompressByteArray(
          plain, 0, plain.length, source.array(), source.position(), length);
    } finally {
      if (!FREE.offer(context)) {
        context.close();
      }
    }
    source.skip(length);
    return plain;
  }

  private Zstd() {}
}
