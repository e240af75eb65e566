package io.jaegerstack.storage;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A storage could not do what it was asked; [#kind()] is what callers decide and metrics count by,
/// [#trouble()] is what whoever runs the storage can mend.
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

  /// What is wrong with a storage, where that is known: the reasons of a condition, one for each
  /// way of mending it.
  public enum Trouble {
    /// Nothing answers there, or what answers is not ready.
    UNREACHABLE("Unreachable"),
    /// It does not know us, or does not allow us what we need.
    UNAUTHORIZED("Unauthorized"),
    /// What it keeps has another form than ours, so that it cannot be searched or added to.
    MAPPING_CONFLICT("MappingConflict"),
    /// It takes no writes: a block, a full disk.
    READ_ONLY("ReadOnly"),
    /// It lacks what must be there before the first span: templates, a keyspace, tables.
    SCHEMA_MISSING("SchemaMissing");

    private final String reason;

    Trouble(String reason) {
      this.reason = reason;
    }

    /// The word for it in conditions and in JSON, such as `MappingConflict`.
    public String reason() {
      return reason;
    }
  }

  private final Kind kind;
  private final @Nullable Trouble trouble;

  public StorageException(Kind kind, String message) {
    this(kind, message, null);
  }

  public StorageException(Kind kind, String message, @Nullable Throwable cause) {
    this(kind, null, message, cause);
  }

  /// The same where it is known what is to be mended.
  ///
  /// @param trouble null where it is not
  public StorageException(
      Kind kind, @Nullable Trouble trouble, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.trouble = trouble;
  }

  /// The word for what is to be mended where a [Storage#check()] has ended so, or has not ended in
  /// time.
  public static Optional<String> reasonOf(Throwable failure) {
    return switch (failure) {
      case StorageException known -> known.trouble().map(Trouble::reason);
      case TimeoutException silent -> Optional.of(Trouble.UNREACHABLE.reason());
      default -> Optional.empty();
    };
  }

  public Kind kind() {
    return kind;
  }

  /// What is to be mended. A storage's [Storage#check()] says it always; for other calls it may be
  /// unknown.
  public Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }
}
