package io.jaegerstack.collector.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a tag is.
enum Place {
  SPAN,
  PROCESS,
  /// The fields of a span's logs.
  LOG;

  /// The word for it in a file.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Place> of(String word) {
    return Arrays.stream(values()).filter(place -> place.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Place::word).toList();
  }
}
