package io.jaegerstack.storage;

import org.jspecify.annotations.Nullable;

/// A storage could not do what it was asked; [#kind()] is what callers decide and metrics count by.
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why.
  public enum Kind {
    /// The storage has no such thing.
    NOT_FOUND,
    /// The storage is there and asks for less; trying later may help.
    OVERLOADED,
    /// The storage cannot be reached or is not ready; trying later may help.
    UNAVAILABLE,
    /// The storage refuses what it was given; trying again will not help.
    INVALID
  }

  private final Kind kind;

  public StorageException(Kind kind, String message) {
    this(kind, message, null);
  }

  public StorageException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
