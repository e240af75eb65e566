package io.jaegerstack.fuzzing;

import java.util.List;
import java.util.random.RandomGenerator;

/// How the inputs of one format are changed so that they stay close to it.
public interface Grammar {
  /// `input` with one thing changed; parts of `other` may be taken. May return what is no longer of
  /// the format, and `input` itself where nothing can be changed; never writes to either.
  byte[] changed(byte[] input, byte[] other, RandomGenerator random);

  /// Bytes that mean something in the format; inserted and overwritten at any place.
  List<byte[]> tokens();

  /// A format of which only its tokens are known.
  static Grammar ofTokens(List<byte[]> tokens) {
    return new Grammar() {
      @Override
      public byte[] changed(byte[] input, byte[] other, RandomGenerator random) {
        return ByteChanges.changed(input, other, tokens, random);
      }

      @Override
      public List<byte[]> tokens() {
        return tokens;
      }
    };
  }
}
