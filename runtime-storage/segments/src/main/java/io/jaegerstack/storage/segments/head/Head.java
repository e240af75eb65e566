package io.jaegerstack.storage.segments.head;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.Hash;
import io.jaegerstack.storage.segments.bytes.HashIndex;
import io.jaegerstack.storage.segments.span.SpanKind;
import io.jaegerstack.storage.segments.span.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Spans as they came, with the terms of each. One adds, any number read; everything is under one
/// lock but the columns, which are read outside of it ([HeadView]).
public final class Head {
  /// What the columns, terms and tables take for a span beside its frame, bytes: 60 of columns, a
  /// term for each of about 15 tags, its part of a trace and of the table of sameness.
  private static final int SPAN_BYTES = 180;

  private final HeadLimits limits;
  private final Runnable duplicate;
  private final ReentrantLock lock = new ReentrantLock();
  private final Terms hashing = new Terms();
  private final SpanColumns spans = new SpanColumns();
  private final TermTable terms = new TermTable();
  private final TraceTable traces = new TraceTable();
  private final List<HeadProcess> processes = new ArrayList<>();
  private final HashIndex processIndex = new HashIndex();
  private final HashIndex sameness = new HashIndex();
  private final HashIndex namesSeen = new HashIndex();
  private final Names names = new Names();
  private long frameBytes;
  private long processBytes;

  /// @param duplicate told of every span that came before with the same content, and is left out
  public Head(HeadLimits limits, Runnable duplicate) {
    this.limits = limits;
    this.duplicate = duplicate;
  }

  /// Adds all spans of `frame`.
  public void add(byte[] frame) {
    add(frame, 0, false);
  }

  /// Adds the spans of `frame` from number `first` on, until the head is full.
  ///
  /// @return the number of the first span that is not added; the frame's number of spans where all
  ///   are
  public int addUntilFull(byte[] frame, int first) {
    return add(frame, first, true);
  }

  private int add(byte[] frame, int first, boolean stopsWhenFull) {
    lock.lock();
    try {
      var in = new ByteReader(frame);
      int[] numbers = processes(frame, in);
      int before = spans.size;
      long beside = in.position();
      int count = in.count();
      int next = 0;
      for (; next < count; next++) {
        int process = in.count();
        int length = in.fixed32();
        if (next >= first) {
          if (stopsWhenFull && !fits(frame, in.position())) {
            break;
          }
          beside += add(frame, in.position(), length, numbers[process]) ? 0 : length;
        }
        in.skip(length);
      }
      // A span keeps all of its frame: the processes in it, and the spans that were left out.
      frameBytes += spans.size > before ? beside : 0;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// An empty head takes any span, and one that has all the traces it may have still takes more
  /// spans of them.
  private boolean fits(byte[] frame, int at) {
    if (spans.size == 0) {
      return true;
    }
    if (spans.size >= limits.spans() || bytes() >= limits.bytes()) {
      return false;
    }
    var in = new ByteReader(frame, at);
    return traces.size() < limits.traces() || traces.find(in.fixed64(), in.fixed64()) >= 0;
  }

  private int[] processes(byte[] frame, ByteReader in) {
    int[] numbers = new int[in.count()];
    for (int i = 0; i < numbers.length; i++) {
      int length = in.fixed32();
      numbers[i] = process(frame, in.position(), length);
      in.skip(length);
    }
    return numbers;
  }

  private int process(byte[] frame, int at, int length) {
    long hash = Hash.of(frame, at, length, 0);
    int known = processIndex.find(hash, number -> processes.get(number).is(frame, at, length));
    if (known >= 0) {
      return known;
    }
    byte[] own = Arrays.copyOfRange(frame, at, at + length);
    var process = new HeadProcess(own, 0, length, hashing);
    int number = processes.size();
    processes.add(process);
    processIndex.add(hash, number);
    processBytes += process.bytes() + length;
    for (int i = 0; i < process.tagTerms().length; i++) {
      terms.number(process.tagTerms()[i], own, process.tagAt(i));
    }
    terms.number(process.serviceTerm(), own, 0);
    return number;
  }

  /// Whether it is new.
  private boolean add(byte[] frame, int at, int length, int process) {
    long hash = Hash.of(frame, at, length, process);
    if (sameness.find(hash, span -> isSame(span, frame, at, length, process)) >= 0) {
      duplicate.run();
      return false;
    }
    spans.reserve();
    int span = spans.size;
    sameness.add(hash, span);
    spans.frame[span] = frame;
    spans.at[span] = at;
    spans.length[span] = length;
    spans.process[span] = process;
    var in = new ByteReader(frame, at);
    int trace = trace(in.fixed64(), in.fixed64());
    spans.trace[span] = trace;
    spans.previous[span] = traces.append(trace, span);
    in.skip(Long.BYTES);
    spans.start[span] = in.fixed64();
    spans.duration[span] = in.fixed64();
    terms(frame, in, processes.get(process));
    spans.termsEnd[span] = spans.terms.size();
    frameBytes += length;
    spans.size = span + 1;
    return true;
  }

  private boolean isSame(int span, byte[] frame, int at, int length, int process) {
    return spans.process[span] == process
        && spans.length[span] == length
        && Arrays.equals(
            spans.frame[span], spans.at[span], spans.at[span] + length, frame, at, at + length);
  }

  private int trace(long high, long low) {
    int known = traces.find(high, low);
    return known >= 0 ? known : traces.add(high, low);
  }

  /// Of operation, tags and fields of logs, in this order.
  private void terms(byte[] frame, ByteReader in, HeadProcess process) {
    in.varint();
    int operationAt = in.position();
    int length = in.count();
    long operation = Terms.operation(process.serviceTerm(), frame, in.position(), length);
    spans.terms.add(terms.number(operation, frame, operationAt));
    in.skip(length);
    String kind = tagsWithKind(frame, in);
    name(operation, process, frame, operationAt, kind);
    int logs = in.count();
    for (int i = 0; i < logs; i++) {
      in.skip(Long.BYTES);
      tags(frame, in);
    }
  }

  private void tags(byte[] frame, ByteReader in) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int at = in.position();
      spans.terms.add(terms.number(hashing.tag(in), frame, at));
    }
  }

  private String tagsWithKind(byte[] frame, ByteReader in) {
    int count = in.count();
    String kind = "";
    boolean isKnown = false;
    for (int i = 0; i < count; i++) {
      int at = in.position();
      spans.terms.add(terms.number(hashing.tag(in), frame, at));
      int end = in.position();
      in.moveTo(at);
      int length = in.count();
      if (!isKnown && SpanKind.isKey(frame, in.position(), length)) {
        in.skip(length);
        kind = SpanKind.of(in);
        isKnown = true;
      }
      in.moveTo(end);
    }
    return kind;
  }

  private void name(long operation, HeadProcess process, byte[] frame, int at, String kind) {
    long hash = Hash.of(operation, kind.hashCode());
    if (namesSeen.first(hash) >= 0) {
      return;
    }
    namesSeen.add(hash, 0);
    names.add(process.serviceName(), new Operation(new ByteReader(frame, at).text(), kind));
  }

  /// Whether nothing more should be added.
  public boolean isFull() {
    lock.lock();
    try {
      return spans.size > 0
          && (spans.size >= limits.spans()
              || traces.size() >= limits.traces()
              || bytes() >= limits.bytes());
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return spans.size;
    } finally {
      lock.unlock();
    }
  }

  public int traceCount() {
    lock.lock();
    try {
      return traces.size();
    } finally {
      lock.unlock();
    }
  }

  /// Estimated memory, bytes.
  public long bytes() {
    lock.lock();
    try {
      return frameBytes + processBytes + (long) spans.size * SPAN_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /// The spans so far, with the numbers that `hashes` have here.
  public HeadView view(long... hashes) {
    lock.lock();
    try {
      int[] numbers = new int[hashes.length];
      Arrays.setAll(numbers, i -> terms.find(hashes[i]));
      return new HeadView(spans, List.copyOf(processes), numbers);
    } finally {
      lock.unlock();
    }
  }

  /// Numbers of the spans of `id`, in the order they came.
  public int[] spansOf(TraceId id) {
    lock.lock();
    try {
      int trace = traces.find(id.high(), id.low());
      if (trace < 0) {
        return new int[0];
      }
      int[] numbers = new int[traces.spans(trace)];
      int at = numbers.length;
      for (int span = traces.last(trace); span >= 0; span = spans.previous[span]) {
        numbers[--at] = span;
      }
      return numbers;
    } finally {
      lock.unlock();
    }
  }

  public Collection<String> services() {
    lock.lock();
    try {
      return List.copyOf(names.byService().keySet());
    } finally {
      lock.unlock();
    }
  }

  public Collection<Operation> operations(String service) {
    lock.lock();
    try {
      var known = names.byService().get(service);
      return known == null ? List.of() : List.copyOf(known);
    } finally {
      lock.unlock();
    }
  }

  /// Everything, of a head that nobody adds to any more.
  public FrozenHead frozen() {
    return new FrozenHead(view(), terms, traces, names);
  }
}
