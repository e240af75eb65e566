package io.jaegerstack.fuzzing;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// One decoder, inputs that it reads, and what it is held to.
///
/// @param name in the words of the protocol; its corpus is the file of that name
/// @param grammar how inputs are changed so that a decoder's depths are reached
/// @param samples inputs that are in order
/// @param decoders makes the decoder anew, so that a measurement can begin without its scratch
/// @param refusals the typed errors that say no; a subclass of one is another error
public record FuzzTarget<T>(
    String name,
    Grammar grammar,
    List<byte[]> samples,
    Supplier<Decoder<T>> decoders,
    List<Class<? extends Exception>> refusals,
    Allowance allowance,
    Check<T> check) {
  /// What holds of a target that says nothing else.
  private static final Allowance USUAL = new Allowance(48, 8 * 1024);

  public FuzzTarget {
    samples = List.copyOf(samples);
    refusals = List.copyOf(refusals);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("no samples for " + name);
    }
  }

  /// A target without a check, that may refuse with nothing yet.
  public static <T> FuzzTarget<T> of(
      String name, Grammar grammar, List<byte[]> samples, Supplier<Decoder<T>> decoders) {
    return new FuzzTarget<>(
        name, grammar, samples, decoders, List.of(), USUAL, (input, decoded) -> {});
  }

  @SafeVarargs
  public final FuzzTarget<T> refusing(Class<? extends Exception>... errors) {
    return new FuzzTarget<>(name, grammar, samples, decoders, List.of(errors), allowance, check);
  }

  public FuzzTarget<T> allocating(long perByte, long constant) {
    return new FuzzTarget<>(
        name, grammar, samples, decoders, refusals, new Allowance(perByte, constant), check);
  }

  public FuzzTarget<T> checking(Check<T> more) {
    Check<T> both =
        (input, decoded) -> {
          check.check(input, decoded);
          more.check(input, decoded);
        };
    return new FuzzTarget<>(name, grammar, samples, decoders, refusals, allowance, both);
  }

  boolean refuses(Throwable thrown) {
    return refusals.contains(thrown.getClass());
  }

  /// The name as a file's.
  String slug() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
