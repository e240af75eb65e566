package io.jaegerstack.server.grpc;

import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.util.List;

/// How much memory messages may take that have not arrived whole, on ports that take spans: as much
/// as the queue that they are about to enter, and always what two of the largest need. One
/// connection gets a quarter of it, and always two of the largest, too. Where the JVM's own bound
/// is lower, that counts, as long as one of the largest fits.
public final class MessageRoom {
  /// What the frames of a message count for beside its bytes.
  private static final ByteSize FRAMES = ByteSize.mib(1);

  /// @param largest the settings that bound messages, one for each port
  /// @throws SettingException where a message does not fit: it would be told to come back for ever
  public static IntakeLimits of(
      SettingValues settings, ByteSize queue, List<Setting<ByteSize>> largest) {
    return of(settings, queue, largest, GrpcAdmission.mostRoom());
  }

  /// With a bound of the JVM's that is the caller's own, for tests.
  public static IntakeLimits of(
      SettingValues settings, ByteSize queue, List<Setting<ByteSize>> largest, long mostRoom) {
    long message =
        largest.stream().mapToLong(size -> fitting(settings, size, mostRoom)).max().orElseThrow();
    long two = 2 * GrpcAdmission.held(message) + FRAMES.bytes();
    long room = Math.min(Math.max(queue.bytes(), two), mostRoom);
    return IntakeLimits.of(room).withRoom(room, Math.max(room / 4, Math.min(room, two)));
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

  private MessageRoom() {}
}
