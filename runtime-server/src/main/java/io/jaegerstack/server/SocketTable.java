package io.jaegerstack.server;

import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The kernel's tables of sockets, such as `/proc/net/udp`: a row for each socket, of columns that
/// are named here by their place.
public final class SocketTable {
  public static final List<Path> UDP =
      List.of(Path.of("/proc/self/net/udp"), Path.of("/proc/self/net/udp6"));

  static final List<Path> TCP =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  public static final int LOCAL_ADDRESS = 1;
  static final int REMOTE_ADDRESS = 2;

  /// `tx_queue:rx_queue`, both in hexadecimal.
  public static final int QUEUES = 4;

  public static final int INODE = 9;

  /// Of UDP's tables alone.
  public static final int DROPS = 12;

  /// @throws IOException where the system has no such table
  public static List<String[]> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .toList();
  }

  /// What column [#INODE] of this process's socket has.
  ///
  /// @throws IOException where the system does not tell
  public static String inode(UnixChannel channel) throws IOException {
    Path link = Path.of("/proc/self/fd/" + channel.fd().intValue());
    String target = Files.readSymbolicLink(link).toString();
    return target.substring("socket:[".length(), target.length() - 1);
  }

  private SocketTable() {}
}
