package io.jaegerstack.storage.segments.head;

import io.jaegerstack.model.Process;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.span.FrameDecoder;
import io.jaegerstack.storage.segments.span.Terms;
import java.util.Arrays;

/// A process of a head's spans, with the terms that all of them share.
public final class HeadProcess {
  private final byte[] frame;
  private final int at;
  private final int length;
  private final String serviceName;
  private final long serviceTerm;
  private final long[] tagTerms;
  private final int[] tagsAt;

  /// @param frame at `at` of it is the process
  HeadProcess(byte[] frame, int at, int length, Terms terms) {
    this.frame = frame;
    this.at = at;
    this.length = length;
    var in = new ByteReader(frame, at);
    int nameLength = in.count();
    serviceTerm = Terms.service(frame, in.position(), nameLength);
    serviceName = in.text(nameLength);
    int tags = in.count();
    tagTerms = new long[tags];
    tagsAt = new int[tags];
    for (int i = 0; i < tags; i++) {
      tagsAt[i] = in.position();
      tagTerms[i] = terms.tag(in);
    }
  }

  boolean is(byte[] other, int otherAt, int otherLength) {
    return Arrays.equals(frame, at, at + length, other, otherAt, otherAt + otherLength);
  }

  public byte[] frame() {
    return frame;
  }

  public int at() {
    return at;
  }

  public int length() {
    return length;
  }

  public String serviceName() {
    return serviceName;
  }

  public long serviceTerm() {
    return serviceTerm;
  }

  /// In the order of the process's tags.
  public long[] tagTerms() {
    return tagTerms;
  }

  /// Where the tag of each term is in the frame.
  int tagAt(int index) {
    return tagsAt[index];
  }

  public Process decoded(FrameDecoder decoder) {
    return decoder.process(frame, at);
  }

  long bytes() {
    return 120 + 12L * tagTerms.length + 2L * serviceName.length();
  }
}
