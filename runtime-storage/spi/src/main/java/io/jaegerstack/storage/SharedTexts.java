package io.jaegerstack.storage;

import java.util.HashMap;
import java.util.Map;

/// Texts that come again and again in the spans of an answer (keys, operations, common values),
/// each kept once. Bounded, so that texts which never come again cost little. One thread.
public final class SharedTexts {
  private static final int MOST = 4_096;

  /// Characters. Longer texts seldom come twice.
  private static final int LONGEST = 64;

  private final Map<String, String> kept = new HashMap<>();

  /// A string equal to `text`, the same one each time where that saves anything.
  public String shared(String text) {
    if (text.length() > LONGEST) {
      return text;
    }
    String known = kept.get(text);
    if (known != null) {
      return known;
    }
    if (kept.size() < MOST) {
      kept.put(text, text);
    }
    return text;
  }
}
