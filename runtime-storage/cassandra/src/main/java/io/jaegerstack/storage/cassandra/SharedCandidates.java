package io.jaegerstack.storage.cassandra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Those that are in all of several lists: rows of one and the same span. Each list is read to
/// where the one that is furthest stands, and no further.
final class SharedCandidates implements Candidates {
  private final List<Candidates> lists;

  SharedCandidates(List<Candidates> lists) {
    this.lists = lists;
  }

  @Override
  public @Nullable Candidate next() {
    Candidate wanted = lists.getFirst().next();
    int agreeing = 1;
    for (int at = 1; wanted != null && agreeing < lists.size(); at = (at + 1) % lists.size()) {
      Candidate found = reach(lists.get(at), wanted);
      agreeing = wanted.equals(found) ? agreeing + 1 : 1;
      wanted = found;
    }
    return wanted;
  }

  /// The first of `list` that is not before `wanted`.
  private static @Nullable Candidate reach(Candidates list, Candidate wanted) {
    Candidate head = list.next();
    while (head != null && Candidate.IN_ORDER.compare(head, wanted) < 0) {
      head = list.next();
    }
    return head;
  }
}
