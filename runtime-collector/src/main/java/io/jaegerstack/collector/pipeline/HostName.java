package io.jaegerstack.collector.pipeline;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The `host` label of Jaeger's collector metrics, and this process's name among collectors.
public final class HostName {
  /// Linux has the name in a file; asking the resolver could wait for a name server.
  private static final Path KERNEL_FILE = Path.of("/proc/sys/kernel/hostname");

  public static String local() {
    try {
      return Files.readString(KERNEL_FILE).strip();
    } catch (IOException notLinux) {
      return resolved();
    }
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private HostName() {}
}
