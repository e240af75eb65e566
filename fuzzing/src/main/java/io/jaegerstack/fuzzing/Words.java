package io.jaegerstack.fuzzing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a refusal says, without what only this input has: numbers and quotations. Refusals say what
/// was expected where, so equal words mean that inputs took the same way through a decoder; a poor
/// man's coverage, that every JVM can measure.
final class Words {
  private static final int MOST = 12;

  static String of(Throwable refusal) {
    String message = String.valueOf(refusal.getMessage());
    int quote = message.indexOf('"');
    String unquoted =
        quote < 0
            ? message
            : message.substring(0, quote) + message.substring(message.lastIndexOf('"') + 1);
    String told = unquoted.replaceFirst(" at byte \\d+$", "");
    return Arrays.stream(told.split("[^A-Za-z0-9]+"))
        .filter(Words::isWord)
        .limit(MOST)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("-"));
  }

  /// Not a number, in whatever notation, nor a single character.
  private static boolean isWord(String text) {
    return text.length() > 1
        && text.chars().noneMatch(Character::isDigit)
        && !text.chars().allMatch(c -> c >= 'a' && c <= 'f');
  }

  private Words() {}
}
