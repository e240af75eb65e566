package io.jaegerstack.agent.udp;

import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The `drops` column of `/proc/net/udp` and `/proc/net/udp6` for one socket, found by its inode,
/// or by its port where the descriptor is not known. The counters in `/proc/net/snmp` are of the
/// whole system and would blame us for others.
final class KernelDrops {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/udp"), Path.of("/proc/self/net/udp6"));

  /// Columns of a table's line.
  private static final int LOCAL_ADDRESS = 1;

  /// `tx_queue:rx_queue`, both in hexadecimal.
  private static final int QUEUES = 4;

  private static final int INODE = 9;
  private static final int DROPS = 12;

  private final List<Path> tables;
  private final Predicate<String[]> isOurs;

  private KernelDrops(List<Path> tables, Predicate<String[]> isOurs) {
    this.tables = tables;
    this.isOurs = isOurs;
  }

  /// Before there is a socket.
  static KernelDrops none() {
    return new KernelDrops(List.of(), columns -> false);
  }

  static KernelDrops of(Channel channel) {
    if (channel instanceof UnixChannel unix) {
      try {
        Path link = Path.of("/proc/self/fd/" + unix.fd().intValue());
        String target = Files.readSymbolicLink(link).toString();
        return byInode(TABLES, target.substring("socket:[".length(), target.length() - 1));
      } catch (IOException noProc) {
        return none();
      }
    }
    return byPort(TABLES, ((InetSocketAddress) channel.localAddress()).getPort());
  }

  static KernelDrops byInode(List<Path> tables, String inode) {
    return new KernelDrops(tables, columns -> columns[INODE].equals(inode));
  }

  static KernelDrops byPort(List<Path> tables, int port) {
    String suffix = ":%04X".formatted(port);
    return new KernelDrops(tables, columns -> columns[LOCAL_ADDRESS].endsWith(suffix));
  }

  /// Drops since the socket was opened; 0 where the system does not tell.
  long read() {
    return sum(columns -> Long.parseLong(columns[DROPS]));
  }

  /// Memory of datagrams that the socket holds and nobody has read yet; 0 where the system does not
  /// tell.
  long unread() {
    return sum(columns -> Long.parseLong(columns[QUEUES].split(":")[1], 16));
  }

  private long sum(ToLongFunction<String[]> column) {
    return tables.stream().mapToLong(table -> sum(table, column)).sum();
  }

  private long sum(Path table, ToLongFunction<String[]> column) {
    try {
      return Files.readAllLines(table).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > DROPS && isOurs.test(columns))
          .mapToLong(column)
          .sum();
    } catch (IOException | NumberFormatException noProc) {
      return 0;
    }
  }
}
