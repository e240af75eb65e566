package io.jaegerstack.agent.udp;

import io.jaegerstack.server.SocketTable;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The `drops` column of `/proc/net/udp` and `/proc/net/udp6` for one socket, found by its inode,
/// or by its port where the descriptor is not known. The counters in `/proc/net/snmp` are of the
/// whole system and would blame us for others.
final class KernelDrops {
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
        return byInode(SocketTable.inode(unix));
      } catch (IOException noProc) {
        return none();
      }
    }
    return byPort(((InetSocketAddress) channel.localAddress()).getPort());
  }

  private static KernelDrops byInode(String inode) {
    return new KernelDrops(SocketTable.UDP, columns -> columns[SocketTable.INODE].equals(inode));
  }

  private static KernelDrops byPort(int port) {
    String suffix = ":%04X".formatted(port);
    return new KernelDrops(
        SocketTable.UDP, columns -> columns[SocketTable.LOCAL_ADDRESS].endsWith(suffix));
  }

  /// Drops since the socket was opened; 0 where the system does not tell.
  long read() {
    return sum(columns -> Long.parseLong(columns[SocketTable.DROPS]));
  }

  /// Memory of datagrams that the socket holds and nobody has read yet; 0 where the system does not
  /// tell.
  long unread() {
    return sum(columns -> Long.parseLong(columns[SocketTable.QUEUES].split(":")[1], 16));
  }

  private long sum(ToLongFunction<String[]> column) {
    return tables.stream().mapToLong(table -> sum(table, column)).sum();
  }

  private long sum(Path table, ToLongFunction<String[]> column) {
    try {
      return SocketTable.rows(table).stream()
          .filter(columns -> columns.length > SocketTable.DROPS && isOurs.test(columns))
          .mapToLong(column)
          .sum();
    } catch (IOException | NumberFormatException noProc) {
      return 0;
    }
  }
}
