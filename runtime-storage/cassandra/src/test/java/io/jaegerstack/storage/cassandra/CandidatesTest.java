package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static Candidates list(List<Candidate> all) {
    Iterator<Candidate> each = all.iterator();
    return () -> each.hasNext() ? each.next() : null;
  }

  private static Candidate at(long start, long trace) {
    return new Candidate(start, new TraceId(0, trace), 1);
  }

  private static List<Candidate> all(Candidates candidates) {
    var all = new ArrayList<Candidate>();
    for (Candidate next = candidates.next(); next != null; next = candidates.next()) {
      all.add(next);
    }
    return all;
  }

  @Test
  void mergesNewestFirst() {
    assertThat(
            all(
                Candidates.merged(
                    List.of(
                        list(List.of(at(9, 1), at(3, 1))),
                        list(List.of()),
                        list(List.of(at(5, 2)))))))
        .containsExactly(at(9, 1), at(5, 2), at(3, 1));
  }

  @Test
  void findsWhatIsInAllLists() {
    var first = list(List.of(at(9, 1), at(9, 2), at(5, 1), at(1, 7)));
    var second = list(List.of(at(9, 2), at(8, 1), at(5, 1), at(5, 2)));
    var third = list(List.of(at(10, 1), at(9, 2), at(5, 1), at(1, 7)));
    assertThat(all(new SharedCandidates(List.of(first, second, third))))
        .containsExactly(at(9, 2), at(5, 1));
  }

  @Test
  void findsNothingWhereOneListIsEmpty() {
    assertThat(all(new SharedCandidates(List.of(list(List.of(at(1, 1))), list(List.of())))))
        .isEmpty();
  }

  @Test
  void findsTheSameAsSetsDo() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<TreeSet<Candidate>> sets =
          IntStream.range(0, 1 + random.nextInt(4))
              .mapToObj(
                  i -> {
                    var set = new TreeSet<>(Candidate.IN_ORDER);
                    random.ints(30, 0, 40).forEach(n -> set.add(at(n / 4, n % 4)));
                    return set;
                  })
              .toList();
      var expected = new TreeSet<>(sets.getFirst());
      sets.forEach(expected::retainAll);
      Candidates[] lists =
          sets.stream().map(set -> list(List.copyOf(set))).toArray(Candidates[]::new);
      assertThat(all(new SharedCandidates(Arrays.asList(lists))))
          .containsExactlyElementsOf(expected);
    }
  }
}
