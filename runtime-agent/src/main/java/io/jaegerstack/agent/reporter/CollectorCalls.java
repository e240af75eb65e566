package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.model.SpanBatch;
import java.util.List;

/// A way to call collectors. Safe from every sender's thread; each of them has a [Caller].
public interface CollectorCalls extends CollectorStatus {
  /// A caller for one thread.
  Caller caller();

  /// What one sender calls with; may hold scratch.
  interface Caller {
    /// `group` as one request.
    Request request(List<SpanBatch> group);
  }

  /// One request, which can be sent again and again.
  interface Request {
    /// Sends it and waits for the answer, no longer than the protocol's timeout.
    Outcome attempt();
  }

  /// How an attempt ended.
  ///
  /// @param unanswered the request went out and no answer came back: the collector may have the
  ///   spans all the same
  /// @param status what the collector or the network said, for the log
  record Outcome(Verdict verdict, boolean unanswered, String status) {
    static final Outcome DELIVERED = new Outcome(Verdict.DELIVERED, false, "OK");
  }
}
