package io.jaegerstack.server.hostile;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One bad input: what a stranger sends, what he is answered, what counts it. The lists of bad
/// inputs have 17 items for each surface; an item may have several cases.
///
/// @param item of its surface's list
/// @param what it is, in words
/// @param answer regular expression of what [Attack#send()] returns
/// @param counted what moves, of what [Counts] reads, with a comma between two; empty for nothing
public record HostileCase(
    int item, String what, String answer, String counted, boolean isLarge, Attack attack) {
  /// Items of each list.
  public static final int ITEMS = 17;

  /// Sends what it is about, and tells what was answered.
  @FunctionalInterface
  public interface Attack {
    String send() throws Exception;
  }

  public static HostileCase of(
      int item, String what, String answer, String counted, Attack attack) {
    return new HostileCase(item, what, answer, counted, false, attack);
  }

  /// The same where megabytes are sent, which may cost in proportion.
  public HostileCase large() {
    return new HostileCase(item, what, answer, counted, true, attack);
  }

  /// `cases`, if every item of the list has one.
  public static List<HostileCase> complete(List<HostileCase> cases) {
    var items = cases.stream().map(HostileCase::item).collect(Collectors.toSet());
    var missing = IntStream.rangeClosed(1, ITEMS).filter(item -> !items.contains(item)).boxed();
    List<Integer> without = missing.toList();
    if (!without.isEmpty()) {
      throw new AssertionError("items without a case: " + without);
    }
    return cases;
  }

  /// As reports name it.
  @Override
  public String toString() {
    return "%02d %s".formatted(item, what);
  }
}
