package io.jaegerstack.storage.segments.head;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.span.FrameDecoder;
import io.jaegerstack.storage.segments.span.SpanLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The spans that a head had at one moment; read without its lock. One thread.
public final class HeadView {
  private final int size;
  private final byte[][] frame;
  private final int[] at;
  private final int[] length;
  private final int[] process;
  private final int[] trace;
  private final long[] start;
  private final long[] duration;
  private final int[] termsEnd;
  private final int[] terms;
  private final List<HeadProcess> processes;
  private final @Nullable Process[] decoded;
  private final int[] wanted;

  HeadView(SpanColumns spans, List<HeadProcess> processes, int[] wanted) {
    this.size = spans.size;
    this.frame = spans.frame;
    this.at = spans.at;
    this.length = spans.length;
    this.process = spans.process;
    this.trace = spans.trace;
    this.start = spans.start;
    this.duration = spans.duration;
    this.termsEnd = spans.termsEnd;
    this.terms = spans.terms.array();
    this.processes = processes;
    this.decoded = new Process[processes.size()];
    this.wanted = wanted;
  }

  public int size() {
    return size;
  }

  /// Numbers of the terms that were asked for; -1 for those that no span and no process has.
  public int[] wanted() {
    return wanted;
  }

  public byte[] frame(int span) {
    return frame[span];
  }

  /// Where the span is in its frame.
  public int at(int span) {
    return at[span];
  }

  /// Bytes of the span in its frame.
  public int length(int span) {
    return length[span];
  }

  public int process(int span) {
    return process[span];
  }

  public int trace(int span) {
    return trace[span];
  }

  public long startNanos(int span) {
    return start[span];
  }

  public long durationNanos(int span) {
    return duration[span];
  }

  public int termsFrom(int span) {
    return span == 0 ? 0 : termsEnd[span - 1];
  }

  public int termsEnd(int span) {
    return termsEnd[span];
  }

  public int term(int index) {
    return terms[index];
  }

  /// Whether `number` is one of the span's own terms, those of its process aside.
  public boolean hasTerm(int span, int number) {
    int end = termsEnd[span];
    for (int i = termsFrom(span); i < end; i++) {
      if (terms[i] == number) {
        return true;
      }
    }
    return false;
  }

  public List<HeadProcess> processes() {
    return processes;
  }

  public TraceId traceId(int span) {
    var in = new ByteReader(frame[span], at[span] + SpanLayout.TRACE_HIGH);
    return new TraceId(in.fixed64(), in.fixed64());
  }

  /// The span as a record.
  public Span decoded(int span, FrameDecoder decoder) {
    int number = process[span];
    Process own = decoded[number];
    if (own == null) {
      own = processes.get(number).decoded(decoder);
      decoded[number] = own;
    }
    return decoder.span(frame[span], at[span], own);
  }
}
