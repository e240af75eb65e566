package io.jaegerstack.collector;

import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.server.grpc.IntakeLimits;
import io.jaegerstack.server.grpc.MessageRoom;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import java.util.List;

/// How much memory requests may take that have not arrived whole: as much as the queue that they
/// are about to enter, and always what one or two of the largest need.
public final class IntakeRoom {
  private IntakeRoom() {}

  /// What the process's gRPC ports admit together.
  ///
  /// @throws io.jaegerstack.settings.SettingException where a message of the largest size has no
  ///   room
  public static IntakeLimits grpc(SettingValues settings) {
    return grpc(settings, GrpcAdmission.mostRoom());
  }

  static IntakeLimits grpc(SettingValues settings, long mostRoom) {
    return MessageRoom.of(
            settings,
            settings.value(CollectorSettings.QUEUE_BYTES),
            List.of(
                CollectorSettings.GRPC_MAX_MESSAGE_SIZE,
                CollectorSettings.OTLP_GRPC_MAX_MESSAGE_SIZE),
            mostRoom)
        .withConnections(settings.value(CollectorSettings.GRPC_MAX_CONNECTIONS));
  }

  /// What each HTTP port admits.
  static HttpLimits http(SettingValues settings) {
    return HttpLimits.spans(
        settings.value(CollectorSettings.GRPC_MAX_MESSAGE_SIZE),
        settings.value(CollectorSettings.QUEUE_BYTES));
  }
}
