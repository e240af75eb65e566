package io.jaegerstack.agent.reporter;

/// What is in a frame, by what clients wrote it in. Filled by whoever looks through the packets,
/// unchanged from then on.
public final class FrameTally {
  private static final BatchFormat[] FORMATS = BatchFormat.values();

  private final int[] packets = new int[FORMATS.length];
  private final int[] spans = new int[FORMATS.length];
  private final int[] leftOut = new int[FORMATS.length];

  /// Adds a packet of so many spans, beside those that no reader takes for a lack of ids.
  public void add(BatchFormat format, int packetSpans, int packetLeftOut) {
    packets[format.ordinal()]++;
    spans[format.ordinal()] += packetSpans;
    leftOut[format.ordinal()] += packetLeftOut;
  }

  /// As counted when the frame came in.
  void set(BatchFormat format, int formatPackets, int formatSpans) {
    packets[format.ordinal()] = formatPackets;
    spans[format.ordinal()] = formatSpans;
  }

  int packets(BatchFormat format) {
    return packets[format.ordinal()];
  }

  int spans(BatchFormat format) {
    return spans[format.ordinal()];
  }

  int leftOut(BatchFormat format) {
    return leftOut[format.ordinal()];
  }

  /// Spans in all of the packets.
  public int spans() {
    int sum = 0;
    for (int some : spans) {
      sum += some;
    }
    return sum;
  }
}
