package io.jaegerstack.agent.spill;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a segment, which says all that would stand in a file's header, and cannot be torn:
/// `segment-<number>-<sequence>-<salt>.v1`. Numbers are unsigned.
///
/// @param number rises by one with each file that a generation makes
/// @param firstSequence of the record that was to come first. What an earlier segment has from
///   there on was not known to be on the disk when this one was made, and is this one's
/// @param salt random; part of each record's checksum
record SegmentName(long number, long firstSequence, int salt) implements Comparable<SegmentName> {
  private static final Pattern SEGMENT =
      Pattern.compile("segment-([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{8})\\.v1");

  private static final Pattern NOTES = Pattern.compile("settled-([0-9a-f]{16})-([0-9a-f]{4})\\.v1");

  /// Where it was settled which of a segment's records are; more than one after an error.
  record Notes(long number, int file) {
    static Optional<Notes> parse(String name) {
      Matcher found = NOTES.matcher(name);
      return found.matches()
          ? Optional.of(
              new Notes(HexFormat.fromHexDigitsToLong(found.group(1)), hex(found.group(2))))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "settled-%016x-%04x.v1".formatted(number, file);
    }
  }

  static Optional<SegmentName> parse(String name) {
    Matcher found = SEGMENT.matcher(name);
    return found.matches()
        ? Optional.of(
            new SegmentName(
                HexFormat.fromHexDigitsToLong(found.group(1)),
                HexFormat.fromHexDigitsToLong(found.group(2)),
                hex(found.group(3))))
        : Optional.empty();
  }

  private static int hex(String digits) {
    return HexFormat.fromHexDigits(digits);
  }

  @Override
  public int compareTo(SegmentName other) {
    return Long.compareUnsigned(number, other.number);
  }

  @Override
  public String toString() {
    return "segment-%016x-%016x-%08x.v1".formatted(number, firstSequence, salt);
  }
}
