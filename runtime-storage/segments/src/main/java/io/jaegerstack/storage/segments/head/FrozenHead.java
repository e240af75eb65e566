package io.jaegerstack.storage.segments.head;

/// A head that does not change any more, for its seal.
public final class FrozenHead {
  private final HeadView spans;
  private final TermTable terms;
  private final TraceTable traces;
  private final Names names;

  FrozenHead(HeadView spans, TermTable terms, TraceTable traces, Names names) {
    this.spans = spans;
    this.terms = terms;
    this.traces = traces;
    this.names = names;
  }

  public HeadView spans() {
    return spans;
  }

  public Names names() {
    return names;
  }

  public int termCount() {
    return terms.size();
  }

  public long termHash(int number) {
    return terms.hash(number);
  }

  /// The number of a term that is there.
  public int termNumber(long hash) {
    return terms.find(hash);
  }

  /// The frame in which a term came first.
  public byte[] termFrame(int number) {
    return terms.frame(number);
  }

  /// Where in its frame: at the key of a tag, at the name of an operation or a service.
  public int termAt(int number) {
    return terms.at(number);
  }

  public int traceCount() {
    return traces.size();
  }

  public long traceHigh(int trace) {
    return traces.high(trace);
  }

  public long traceLow(int trace) {
    return traces.low(trace);
  }
}
