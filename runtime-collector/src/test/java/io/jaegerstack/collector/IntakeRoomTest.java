package io.jaegerstack.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeRoomTest {
  private static final long IN_OUR_IMAGES = ByteSize.mib(48).bytes();

  @Test
  void refusesAMessageSizeThatWouldNeverFitIntoTheRoom() {
    for (Setting<ByteSize> size :
        List.of(
            CollectorSettings.GRPC_MAX_MESSAGE_SIZE,
            CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE)) {
      var settings = RunningCollector.settings().with(size, ByteSize.mib(24));
      assertThatThrownBy(() -> IntakeRoom.grpc(settings, IN_OUR_IMAGES))
          .isInstanceOf(SettingException.class)
          .hasMessage(
              "%s is 24MiB, expected at most 24641536 bytes: a quarter of the JVM's -XX:MaxDirectMemorySize, less 512KiB",
              size.flag());
    }
  }

  @Test
  void hasRoomForTheLargestMessageThatIsTaken() {
    for (int mib : new int[] {1, 4, 16, 23}) {
      var largest = ByteSize.mib(mib);
      var settings =
          RunningCollector.settings().with(CollectorSettings.GRPC_MAX_MESSAGE_SIZE, largest);
      var limits = IntakeRoom.grpc(settings, IN_OUR_IMAGES);
      assertThat(limits.unfinishedBytes())
          .isBetween(2 * largest.bytes() + ByteSize.mib(1).bytes(), IN_OUR_IMAGES);
      assertThat(limits.connectionBytes())
          .isBetween(2 * largest.bytes() + ByteSize.mib(1).bytes(), limits.unfinishedBytes());
    }
  }

  @Test
  void takesTheNumberOfConnectionsFromTheSettings() {
    var settings = RunningCollector.settings();
    assertThat(IntakeRoom.grpc(settings, IN_OUR_IMAGES).connections()).isEqualTo(4_000);
    assertThat(
            IntakeRoom.grpc(
                    settings.with(CollectorSettings.GRPC_MAX_CONNECTIONS, 12_000), IN_OUR_IMAGES)
                .connections())
        .isEqualTo(12_000);
  }
}
