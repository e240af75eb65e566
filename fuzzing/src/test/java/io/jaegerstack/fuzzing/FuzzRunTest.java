package io.jaegerstack.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jaegerstack.fuzzing.Finding.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A decoder with a fault is found out, whatever the fault; one without is left in peace.
class FuzzRunTest {
  private static final long INPUTS = 20_000;

  /// `length:4` and so many bytes.
  private static final byte[] SAMPLE = {0, 0, 0, 3, 'a', 'b', 'c'};

  /// Says no.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why, null, false, false);
    }
  }

  enum Fault {
    TRUSTS_A_LENGTH(Kind.ALLOCATION) {
      @Override
      byte[] decode(byte[] input) throws Refused {
        int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt() & 0xffffff;
        byte[] room = new byte[length];
        return length > input.length ? refused("too long") : room;
      }
    },
    READS_BEYOND_THE_END(Kind.WRONG_EXCEPTION) {
      @Override
      byte[] decode(byte[] input) {
        return new byte[] {input[input[0] & 0x7f]};
      }
    },
    RECURSES(Kind.WRONG_EXCEPTION) {
      @Override
      byte[] decode(byte[] input) {
        return depth(input, 0) > 0 ? input : new byte[0];
      }

      private int depth(byte[] input, int at) {
        return at == input.length ? 0 : 1 + depth(input, at + 1);
      }
    },
    NEVER_ENDS(Kind.HANG) {
      @Override
      byte[] decode(byte[] input) {
        int at = 0;
        while (at < input.length) {
          at += input[at] == 0 ? 1 : Math.max(0, input[at]);
        }
        return input;
      }
    },
    IS_QUADRATIC(Kind.TIME) {
      @Override
      byte[] decode(byte[] input) {
        int most = Math.min(input.length, 16_384);
        int equal = 0;
        for (int i = 0; i < most; i++) {
          for (int j = 0; j < most; j++) {
            equal += input[i] == input[j] ? 1 : 0;
          }
        }
        return new byte[] {(byte) equal};
      }
    },
    READS_WRONGLY(Kind.CONTENT) {
      @Override
      byte[] decode(byte[] input) throws Refused {
        byte[] read = sound(input);
        return Arrays.copyOf(read, Math.min(read.length, 3));
      }
    };

    final Kind kind;

    Fault(Kind kind) {
      this.kind = kind;
    }

    abstract byte[] decode(byte[] input) throws Refused;
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsFound(Fault fault) {
    var target = target(fault::decode, fault.kind == Kind.CONTENT);
    var patience = Duration.ofSeconds(fault.kind == Kind.HANG ? 2 : 60);
    var finding = catchThrowableOfType(Finding.class, () -> run(target, patience));
    assertThat(finding).as(fault.name()).isNotNull();
    assertThat(finding.kind()).isEqualTo(fault.kind);
  }

  @Test
  void aSoundDecoderIsLeftInPeace() {
    assertThatCode(() -> run(target(FuzzRunTest::sound, true))).doesNotThrowAnyException();
  }

  @Test
  void aFindingIsMadeSmall() {
    var finding =
        catchThrowableOfType(
            Finding.class, () -> run(target(Fault.READS_BEYOND_THE_END::decode, false)));
    assertThat(finding.input().length).isLessThanOrEqualTo(1);
  }

  @Test
  void theSameSeedMakesTheSameInputs() throws Exception {
    var target = target(FuzzRunTest::sound, true);
    var once = new FuzzRun<>(target, Map.of()).run(2_000, 7, FuzzRun.PATIENCE);
    var again = new FuzzRun<>(target, Map.of()).run(2_000, 7, FuzzRun.PATIENCE);
    var other = new FuzzRun<>(target, Map.of()).run(2_000, 8, FuzzRun.PATIENCE);
    assertThat(again.refused()).isEqualTo(once.refused()).isNotEqualTo(other.refused());
  }

  @Test
  void newWordsOfRefusalAreNewWays() throws Exception {
    var report =
        new FuzzRun<>(target(FuzzRunTest::sound, true), Map.of()).run(2_000, 7, FuzzRun.PATIENCE);
    assertThat(report.words()).containsOnlyKeys("read", "length-is-expected", "too-short");
  }

  private static void run(FuzzTarget<byte[]> target) throws InterruptedException {
    run(target, FuzzRun.PATIENCE);
  }

  private static void run(FuzzTarget<byte[]> target, Duration patience)
      throws InterruptedException {
    new FuzzRun<>(target, Map.of()).run(INPUTS, 20_261_122, patience);
  }

  private static FuzzTarget<byte[]> target(Decoder<byte[]> decoder, boolean checksContent) {
    var tokens = List.of("token".getBytes(StandardCharsets.UTF_8));
    return FuzzTarget.of("length", Grammar.ofTokens(tokens), List.of(SAMPLE), () -> decoder)
        .refusing(Refused.class)
        .allocating(4, 1024)
        .checking(
            (input, read) -> {
              if (checksContent) {
                assertThat(read).isEqualTo(sound(input));
              }
            });
  }

  static byte[] sound(byte[] input) throws Refused {
    if (input.length < Integer.BYTES) {
      return refused("too short");
    }
    int length = ByteBuffer.wrap(input).getInt();
    if (length < 0 || length > input.length - Integer.BYTES) {
      return refused("length is " + length + ", expected " + (input.length - Integer.BYTES));
    }
    return Arrays.copyOfRange(input, Integer.BYTES, Integer.BYTES + length);
  }

  private static byte[] refused(String why) throws Refused {
    throw new Refused(why);
  }
}
