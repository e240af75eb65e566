package io.jaegerstack.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that was probably meant.
final class NearestName {
  /// A third of the letters wrong is still a misspelling; more is another word.
  private static final int WRONG_PART = 3;

  /// Longer than any name; what is longer is not a misspelling of one, and would only cost time.
  private static final int MAX_LENGTH = 128;

  static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .min(
            Comparator.comparingInt((String other) -> distance(name, other))
                .thenComparing(other -> other))
        .filter(other -> distance(name, other) <= Math.max(1, name.length() / WRONG_PART));
  }

  /// Letters to insert, delete or replace to get from one to the other (Levenshtein).
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private NearestName() {}
}
