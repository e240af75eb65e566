package io.jaegerstack.agent.udp;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.wire.relay.PacketKind;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Gathers one socket's packets in a chunk until it is full, or its first packet has waited long
/// enough. Belongs to the socket's event loop.
final class ChunkWriter {
  private final PacketKind kind;
  private final ChunkPool pool;
  private final ChunkQueue queue;
  private @Nullable Chunk chunk;

  ChunkWriter(PacketKind kind, ChunkPool pool, ChunkQueue queue) {
    this.kind = kind;
    this.pool = pool;
    this.queue = queue;
  }

  /// Whether `packet` was taken; else the queue is full. What was gathered goes on where the queue
  /// has no room for more of it: workers may be idle.
  boolean add(ByteBuf packet) {
    int length = packet.readableBytes();
    if (!queue.admit(length)) {
      return false;
    }
    roomFor(length).add(kind, packet);
    if (queue.isNearlyFull(length)) {
      handOn();
    }
    return true;
  }

  private Chunk roomFor(int length) {
    Chunk current = chunk;
    if (current != null && !current.hasRoomFor(length)) {
      handOn();
      current = null;
    }
    if (current == null) {
      current = pool.take(length);
      chunk = current;
    }
    return current;
  }

  boolean isEmpty() {
    return chunk == null || chunk.isEmpty();
  }

  /// Hands on what was gathered. A chunk of little goes on as a copy, so that one that waits for a
  /// worker holds no more memory than twice its packets.
  void handOn() {
    Chunk current = chunk;
    if (current == null || current.isEmpty()) {
      return;
    }
    if (current.isMostlyEmpty()) {
      queue.offer(current.moved());
    } else {
      chunk = null;
      queue.offer(current);
    }
  }

  /// Lets go of the memory.
  void close() {
    handOn();
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
