package io.jaegerstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.Grammar;
import io.jaegerstack.wire.relay.RelaySamples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// What comes in on either side of a relay connection: messages, and the bodies of frames.
final class RelayTargets {
  private static final List<byte[]> TOKENS =
      Stream.of("JSRY", "\0\0\0\1", "\0\0\0\0\0\0\0\1", "\0\0", "\3\0\0\0\0")
          .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
          .toList();

  static List<FuzzTarget<?>> all() {
    return List.of(
        FuzzTarget.<byte[]>of(
                "relay message",
                Grammar.ofTokens(TOKENS),
                RelaySamples.messages(),
                () -> RelaySamples::rewritten)
            .refusing(WireFormatException.class)
            .checking(
                (input, written) -> assertThat(RelaySamples.rewritten(written)).isEqualTo(written)),
        FuzzTarget.<List<String>>of(
                "relay frame body",
                Grammar.ofTokens(TOKENS),
                RelaySamples.bodies(),
                () -> RelaySamples::packets)
            .refusing(WireFormatException.class)
            .checking(
                (input, packets) ->
                    assertThat(packets.size() * 5L).isLessThanOrEqualTo(input.length)));
  }

  private RelayTargets() {}
}
