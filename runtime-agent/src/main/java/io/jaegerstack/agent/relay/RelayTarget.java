package io.jaegerstack.agent.relay;

import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Ports;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which collectors, and what they are told.
///
/// @param names to be looked up
/// @param tenant of all spans, empty for none
/// @param agent name of this one, for the collectors' logs
public record RelayTarget(List<HostPort> names, String tenant, String agent) {
  public static RelayTarget of(SettingValues settings) {
    String own = settings.value(AgentSettings.RELAY_HOST_PORT);
    List<HostPort> names =
        own.isEmpty()
            ? parsed(settings.value(AgentSettings.REPORTER_HOST_PORT))
                .map(name -> new HostPort(name.host(), Ports.COLLECTOR_RELAY))
                .toList()
            : parsed(own).toList();
    return new RelayTarget(names, settings.value(AgentSettings.REPORTER_TENANT), host());
  }

  /// How frames are made for the relay.
  public static FrameMaker.Packing packing(SettingValues settings) {
    return AgentSettings.ZSTD.equals(settings.value(AgentSettings.RELAY_COMPRESSION))
        ? FrameMaker.Packing.COMPRESSED
        : FrameMaker.Packing.CHECKED;
  }

  private static Stream<HostPort> parsed(String collectors) {
    String list = collectors.replaceFirst("^dns:///", "").replace(" ", "");
    return Arrays.stream(list.split(",")).map(HostPort::parse).flatMap(Optional::stream);
  }

  /// Asked of the kernel, since a name service may take its time.
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException otherSystem) {
      return "";
    }
  }
}
