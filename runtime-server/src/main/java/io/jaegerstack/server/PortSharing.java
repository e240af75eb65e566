package io.jaegerstack.server;

import io.jaegerstack.settings.HostPort;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Whether ports are shared with a process that this one succeeds on the same machine, and how: all
/// that arrives from now on goes to the successor, while the predecessor still has its port and
/// reads what its own socket holds. So the port is never deaf and nothing is between two sockets.
///
/// Linux gives what arrives on a port with `SO_REUSEPORT` to one of the sockets there, by a hash of
/// the sender, or as a filter says (`SO_ATTACH_REUSEPORT_CBPF`). Ours says: to the youngest. Once
/// that one is gone the filter points nowhere, and the kernel chooses among those that are left: a
/// successor that fails gives the port back. Only processes of the same user can share a port.
public enum PortSharing {
  /// Ports are this process's alone: a second process that wants one fails.
  NONE,
  /// This process takes ports over from its predecessor, and gives them to its successor.
  SUCCESSION;

  /// `asm-generic/socket.h`; not one of those that Netty knows.
  private static final int SOL_SOCKET = 1;

  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;

  /// `struct sock_fprog`: u16 number of instructions, padding, pointer to them.
  private static final int PROGRAM_BYTES = 16;

  private static final int PROGRAM_POINTER = 8;

  /// `struct sock_filter`: u16 code, u8 jt, u8 jf, u32 k.
  private static final int INSTRUCTION_BYTES = 8;

  private static final short RETURN_CONSTANT = 0x06;

  private static final RawUnixChannelOption FILTER =
      new RawUnixChannelOption(
          "SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);

  private static final List<Path> TABLES =
      Stream.of(SocketTable.UDP, SocketTable.TCP).flatMap(List::stream).toList();

  /// Listens at `address`, and from then on all that arrives there comes to the channel that is
  /// given back.
  ///
  /// @param protocol `tcp` or `udp`, for the message
  /// @throws ListenException where the address is taken or not ours, or the system has no such
  ///   thing
  public Channel listen(
      EventLoops loops, AbstractBootstrap<?, ?> bootstrap, HostPort address, String protocol)
      throws ListenException {
    try {
      if (this == SUCCESSION) {
        bootstrap.option(EpollChannelOption.SO_REUSEPORT, onLinux(loops));
      }
      Channel bound = bound(bootstrap, address);
      takeOver(bound);
      return bound;
    } catch (IOException failed) {
      throw ListenException.of(protocol, address, failed);
    }
  }

  private static boolean onLinux(EventLoops loops) throws IOException {
    if (!loops.isEpoll()) {
      throw new IOException("a port can be shared with a successor on Linux only");
    }
    return true;
  }

  private static Channel bound(AbstractBootstrap<?, ?> bootstrap, HostPort address)
      throws IOException {
    var bind = bootstrap.bind(address.toListen()).awaitUninterruptibly();
    if (!bind.isSuccess()) {
      throw new IOException(bind.cause());
    }
    return bind.channel();
  }

  /// The same for a server whose library binds its ports itself: to be called with each listening
  /// channel before that, and [#takeOver(Channel)] after it.
  public void prepare(Channel unbound) {
    if (this == SUCCESSION) {
      unbound.config().setOption(EpollChannelOption.SO_REUSEPORT, true);
    }
  }

  /// Has all that arrives for the port of `bound` come to `bound`.
  ///
  /// @throws IOException where the kernel refuses
  public void takeOver(Channel bound) throws IOException {
    if (this == NONE) {
      return;
    }
    int youngest = sharers(SocketTable.inode((UnixChannel) bound)) - 1;
    ByteBuf instruction = Unpooled.directBuffer(INSTRUCTION_BYTES);
    ByteBuf program = Unpooled.directBuffer(PROGRAM_BYTES);
    try {
      ByteBuffer code = instruction.nioBuffer(0, INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
      code.putShort(0, RETURN_CONSTANT).putShort(2, (short) 0).putInt(4, youngest);
      ByteBuffer head = program.nioBuffer(0, PROGRAM_BYTES).order(ByteOrder.nativeOrder());
      head.putLong(0, 0).putShort(0, (short) 1).putLong(PROGRAM_POINTER, address(instruction));
      if (!bound.config().setOption(FILTER, head)) {
        throw new IOException("the kernel has no SO_ATTACH_REUSEPORT_CBPF");
      }
    } finally {
      instruction.release();
      program.release();
    }
  }

  private static long address(ByteBuf direct) throws IOException {
    if (!direct.hasMemoryAddress()) {
      throw new IOException("Netty does not tell where its direct memory is");
    }
    return direct.memoryAddress();
  }

  /// How many sockets have the address of socket `inode`, itself among them; it is the last of them
  /// in the kernel's list as long as nobody comes after it.
  private static int sharers(String inode) throws IOException {
    for (Path table : TABLES) {
      List<String[]> sockets = SocketTable.rows(table);
      for (String[] ours : sockets) {
        if (ours[SocketTable.INODE].equals(inode)) {
          return (int) sockets.stream().filter(other -> isBeside(ours, other)).count();
        }
      }
    }
    throw new IOException("socket " + inode + " is in none of " + TABLES);
  }

  /// Neither of them is a connection.
  private static boolean isBeside(String[] ours, String[] other) {
    return other[SocketTable.LOCAL_ADDRESS].equals(ours[SocketTable.LOCAL_ADDRESS])
        && other[SocketTable.REMOTE_ADDRESS].equals(ours[SocketTable.REMOTE_ADDRESS]);
  }
}
