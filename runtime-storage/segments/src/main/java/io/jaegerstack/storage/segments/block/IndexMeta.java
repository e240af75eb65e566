package io.jaegerstack.storage.segments.block;

import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/// What of an index is in memory while it is open: where its sections are, its zones and chunks.
///
/// @param traces as many as its blocks have together; one that is in two of them counts twice
/// @param terms number of terms; the sets of their spans come before the terms' table
/// @param isWide whether the entries of both chunk tables can be merged
/// @param fences the first term of every [#FENCE]th entry of the terms' table
/// @param chunkSpan number of each chunk's first span
/// @param chunkAt where each chunk is in the payload
/// @param checksums of the index's pages
record IndexMeta(
    int spans,
    int traces,
    long termsAt,
    int terms,
    long rareAt,
    int rareEntries,
    long tracesAt,
    int traceEntries,
    boolean isWide,
    long startsAt,
    long durationsAt,
    long namesAt,
    int namesLength,
    long linksAt,
    int linksLength,
    List<Zone> zones,
    int[] chunkSpan,
    long[] chunkAt,
    int[] chunkLength,
    List<String> services,
    long[] fences,
    TraceFilter filter,
    int[] checksums) {
  /// Terms between two fences.
  static final int FENCE = 1_024;

  void write(ByteWriter out) {
    out.varint(spans);
    out.varint(traces);
    out.varint(termsAt);
    out.varint(terms);
    out.varint(rareAt);
    out.varint(rareEntries);
    out.varint(tracesAt);
    out.varint(traceEntries);
    out.oneByte(isWide ? 1 : 0);
    out.varint(startsAt);
    out.varint(durationsAt);
    out.varint(namesAt);
    out.varint(namesLength);
    out.varint(linksAt);
    out.varint(linksLength);
    out.varint(zones.size());
    zones.forEach(zone -> zone.write(out));
    writeChunks(out);
    out.varint(services.size());
    services.forEach(out::text);
    out.varint(fences.length);
    for (long fence : fences) {
      out.fixed64(fence);
    }
    filter.write(out);
    out.varint(checksums.length);
    for (int checksum : checksums) {
      out.fixed32(checksum);
    }
  }

  private void writeChunks(ByteWriter out) {
    out.varint(chunkAt.length);
    long end = 0;
    for (int i = 0; i < chunkAt.length; i++) {
      out.varint(chunkSpan[i] - (i == 0 ? 0 : chunkSpan[i - 1]));
      out.varint(chunkAt[i] - end);
      out.varint(chunkLength[i]);
      end = chunkAt[i] + chunkLength[i];
    }
  }

  static IndexMeta read(ByteReader in) {
    int spans = in.count();
    int traces = in.count();
    long termsAt = in.varint();
    int terms = in.count();
    long rareAt = in.varint();
    int rareEntries = in.count();
    long tracesAt = in.varint();
    int traceEntries = in.count();
    boolean isWide = in.oneByte() != 0;
    long startsAt = in.varint();
    long durationsAt = in.varint();
    long namesAt = in.varint();
    int namesLength = in.count();
    long linksAt = in.varint();
    int linksLength = in.count();
    List<Zone> zones = zones(in);
    int chunks = in.count();
    int[] chunkSpan = new int[chunks];
    long[] chunkAt = new long[chunks];
    int[] chunkLength = new int[chunks];
    readChunks(in, chunkSpan, chunkAt, chunkLength);
    return new IndexMeta(
        spans,
        traces,
        termsAt,
        terms,
        rareAt,
        rareEntries,
        tracesAt,
        traceEntries,
        isWide,
        startsAt,
        durationsAt,
        namesAt,
        namesLength,
        linksAt,
        linksLength,
        zones,
        chunkSpan,
        chunkAt,
        chunkLength,
        services(in),
        fences(in),
        TraceFilter.read(in),
        checksums(in));
  }

  private static List<Zone> zones(ByteReader in) {
    int count = in.count();
    var zones = new ArrayList<Zone>(count);
    for (int i = 0; i < count; i++) {
      zones.add(Zone.read(in));
    }
    return zones;
  }

  private static void readChunks(ByteReader in, int[] span, long[] at, int[] length) {
    long end = 0;
    for (int i = 0; i < span.length; i++) {
      span[i] = in.count() + (i == 0 ? 0 : span[i - 1]);
      at[i] = end + in.varint();
      length[i] = in.count();
      end = at[i] + length[i];
    }
  }

  private static List<String> services(ByteReader in) {
    int count = in.count();
    var services = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      services.add(in.text());
    }
    return services;
  }

  private static long[] fences(ByteReader in) {
    long[] fences = new long[in.count()];
    for (int i = 0; i < fences.length; i++) {
      fences[i] = in.fixed64();
    }
    return fences;
  }

  private static int[] checksums(ByteReader in) {
    int[] checksums = new int[in.count()];
    for (int i = 0; i < checksums.length; i++) {
      checksums[i] = in.fixed32();
    }
    return checksums;
  }

  /// Heap that it takes, bytes.
  long weight() {
    return 600
        + 100L * zones.size()
        + 16L * chunkAt.length
        + 60L * services.size()
        + 8L * fences.length
        + filter.weight()
        + 4L * checksums.length;
  }
}
