package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.thrift.SkimBesideReader.Said;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketSkimTest {
  @ParameterizedTest
  @EnumSource
  void saysOfEveryPacketWhatTheReaderSays(ThriftProtocol protocol) {
    var both = new SkimBesideReader(protocol);
    assertThat(ThriftSamples.messages(protocol)).isNotEmpty();
    for (byte[] packet : ThriftSamples.messages(protocol)) {
      Said said = both.decode(packet);
      assertThat(said.spans() + said.leftOut()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryPacketThatIsCutOff(ThriftProtocol protocol) {
    var both = new SkimBesideReader(protocol);
    byte[] packet = ThriftSamples.messages(protocol).getFirst();
    for (int length = 0; length < packet.length; length++) {
      byte[] cut = Arrays.copyOf(packet, length);
      assertThatThrownBy(() -> both.decode(cut)).isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void allocatesNothing() {
    var skim = new PacketSkim();
    byte[][] packets = ThriftSamples.messages(ThriftProtocol.COMPACT).toArray(byte[][]::new);
    for (int i = 0; i < 20_000; i++) {
      passAll(skim, packets);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      passAll(skim, packets);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000 * 16L);
  }

  private static void passAll(PacketSkim skim, byte[][] packets) {
    for (byte[] packet : packets) {
      skim.skim(packet, 0, packet.length, ThriftProtocol.COMPACT);
    }
  }
}
