package io.jaegerstack.agent.reporter;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameHeader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes frames of chunks, as the way to the collector asks for them. Holds scratch: belongs to one
/// thread.
public final class FrameMaker implements AutoCloseable {
  /// What is done to a body before it waits.
  public enum Packing {
    /// Nothing: it is taken apart again in this process.
    BARE,
    /// A checksum.
    CHECKED,
    /// Compression, and a checksum of what comes out.
    COMPRESSED
  }

  /// Of zstd's: a third of the work of level 1 and a tenth more bytes.
  private static final int LEVEL = -3;

  private static final byte[] NOTHING = {};

  private final Packing packing;
  private final @Nullable ZstdCompressCtx zstd;
  private byte[] scratch = NOTHING;

  public FrameMaker(Packing packing) {
    this.packing = packing;
    this.zstd = packing == Packing.COMPRESSED ? new ZstdCompressCtx().setLevel(LEVEL) : null;
  }

  /// A frame of the packets in `chunk`, which it takes over.
  public Frame frame(Chunk chunk, FrameTally tally) {
    if (zstd != null) {
      byte[] packed = packed(zstd, chunk);
      if (packed.length < chunk.end()) {
        return compressed(chunk, packed, tally);
      }
    }
    Chunk kept = chunk;
    if (chunk.isMostlyEmpty()) {
      kept = chunk.moved();
      chunk.release();
    }
    int end = kept.end();
    int crc = packing == Packing.BARE ? 0 : FrameHeader.checksum(kept.bytes(), 0, end);
    return new Frame(kept.bytes(), end, Codec.NONE, end, crc, kept.packets(), tally, kept);
  }

  private Frame compressed(Chunk chunk, byte[] packed, FrameTally tally) {
    int unpacked = chunk.end();
    int packets = chunk.packets();
    chunk.release();
    int crc = FrameHeader.checksum(packed, 0, packed.length);
    return new Frame(packed, packed.length, Codec.ZSTD, unpacked, crc, packets, tally, null);
  }

  private byte[] packed(ZstdCompressCtx with, Chunk chunk) {
    int most = (int) Zstd.compressBound(chunk.end());
    if (scratch.length < most) {
      scratch = new byte[most];
    }
    int length = with.compressByteArray(scratch, 0, most, chunk.bytes(), 0, chunk.end());
    return Arrays.copyOf(scratch, length);
  }

  /// Lets go of memory outside the heap.
  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
    }
  }
}
