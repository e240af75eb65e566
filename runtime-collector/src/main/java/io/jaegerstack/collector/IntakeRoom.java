package io.jaegerstack.collector;

import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;

/// How much memory requests may take that have not arrived whole: as much as the queue that they
/// are about to enter, and always what one or two of the largest need.
public final class IntakeRoom {
  /// What the frames of a message count for beside its bytes.
  private static final ByteSize FRAMES = ByteSize.mib(1);

  private IntakeRoom() {}

  /// What the process's gRPC ports admit together: always two of the largest messages. One
  /// connection gets a quarter of it, and always two of the largest, too. Where the JVM's own bound
  /// is lower, that counts, as long as one of the largest fits.
  ///
  /// @throws SettingException where it does not: such a message would be told to come back for ever
  public static IntakeLimits grpc(SettingValues settings) {
    return grpc(settings, GrpcAdmission.mostRoom());
  }

  static IntakeLimits grpc(SettingValues settings, long mostRoom) {
    long largest =
        Math.max(
            fitting(settings, CollectorSettings.GRPC_MAX_MESSAGE_SIZE, mostRoom),
            fitting(settings, CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE, mostRoom));
    long two = 2 * GrpcAdmission.held(largest) + FRAMES.bytes();
    long room = Math.min(together(settings, ByteSize.bytes(two)).bytes(), mostRoom);
    return IntakeLimits.of(room)
        .withRoom(room, Math.max(room / 4, Math.min(room, two)))
        .withConnections(settings.value(CollectorSettings.GRPC_MAX_CONNECTIONS));
  }

  /// What each HTTP port admits. A body may be as large as a message over gRPC.
  static HttpLimits http(SettingValues settings) {
    ByteSize largest = settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE);
    return HttpLimits.bodies(largest, largest, together(settings, largest));
  }

  private static long fitting(SettingValues settings, Setting<ByteSize> size, long mostRoom) {
    long bytes = settings.value(size).bytes();
    long room = mostRoom - FRAMES.bytes();
    if (GrpcAdmission.held(bytes) > room) {
      throw new SettingException(
          "%s is %s, expected at most %d bytes: a quarter of the JVM's -XX:MaxDirectMemorySize, less %s"
              .formatted(
                  size.flag(), settings.value(size), room / 2, ByteSize.bytes(FRAMES.bytes() / 2)));
    }
    return bytes;
  }

  private static ByteSize together(SettingValues settings, ByteSize least) {
    ByteSize queue = settings.value(CollectorSettings.QUEUE_BYTES);
    return queue.compareTo(least) < 0 ? least : queue;
  }
}
