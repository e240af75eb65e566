package io.jaegerstack.server;

import java.util.Optional;

/// How something does that the process needs for its work: a storage, a connection, room in a
/// queue.
///
/// @param reason what is wrong, or why nothing is known, in the dependency's own words; empty where
///   it is available
/// @param trouble the one word for what is to be mended, as conditions have it (`ReadOnly`); empty
///   where that is not known
public record DependencyHealth(State state, String reason, Optional<String> trouble) {

  /// What a look at it has shown.
  public enum State {
    AVAILABLE("available"),
    FAILING("failing"),
    /// It is there and does not show its state.
    UNKNOWN("unknown");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /// The word in JSON and in metrics.
    public String label() {
      return label;
    }
  }

  public static DependencyHealth available() {
    return new DependencyHealth(State.AVAILABLE, "", Optional.empty());
  }

  public static DependencyHealth failing(String reason) {
    return failing(reason, Optional.empty());
  }

  public static DependencyHealth failing(String reason, Optional<String> trouble) {
    return new DependencyHealth(State.FAILING, reason, trouble);
  }

  public static DependencyHealth unknown(String why) {
    return new DependencyHealth(State.UNKNOWN, why, Optional.empty());
  }

  /// Of a queue that is bounded in some unit. From nine tenths on it is as good as full: a batch of
  /// the usual size is refused.
  ///
  /// @param unit the word behind both numbers: `spans`
  public static DependencyHealth room(long held, long capacity, String unit) {
    return held >= 0.9 * capacity
        ? failing("%d of %d %s are taken".formatted(held, capacity, unit))
        : available();
  }

  /// This one where it is not available, else the other.
  public DependencyHealth or(DependencyHealth other) {
    return state == State.AVAILABLE ? other : this;
  }
}
