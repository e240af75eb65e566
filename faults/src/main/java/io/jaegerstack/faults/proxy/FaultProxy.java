package io.jaegerstack.faults.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A TCP port of loopback in front of another, which may change. One rule holds at a time, for all
/// connections. Blocking code on virtual threads, one for each direction of each connection.
public final class FaultProxy implements AutoCloseable {
  private final FaultLog log = new FaultLog();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile int target;
  private volatile TcpFault fault = TcpFault.PASS;
  private @Nullable ServerSocket listening;
  private volatile boolean closed;

  private FaultProxy(int target) throws IOException {
    this.target = target;
    ServerSocket first = listen(0);
    port = first.getLocalPort();
    accept(first);
  }

  /// A wire to this port of loopback, until [#set(TcpFault)].
  public static FaultProxy to(int port) {
    try {
      return new FaultProxy(port);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /// Where to connect to.
  public int port() {
    return port;
  }

  public FaultLog log() {
    return log;
  }

  /// Connections that are open through it.
  public int connections() {
    return links.size();
  }

  /// New connections go to another port, as after a restart.
  public void target(int newPort) {
    target = newPort;
    log.say("target " + newPort);
  }

  /// From now on, for open connections and for new ones.
  public synchronized void set(TcpFault now) {
    log.say("rule " + now);
    TcpFault before = fault;
    fault = now;
    try {
      if (now instanceof TcpFault.Refuse) {
        stopListening();
        log.fired(now);
        reset();
      } else if (before instanceof TcpFault.Refuse) {
        accept(listen(port));
      }
    } catch (IOException lost) {
      throw new UncheckedIOException("port " + port + " of the proxy is not to be had again", lost);
    }
    links.forEach(link -> link.rule(now));
  }

  /// Resets what is open; new connections are as the rule says.
  public void reset() {
    links.forEach(Link::reset);
  }

  private static ServerSocket listen(int port) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    return socket;
  }

  private synchronized void accept(ServerSocket socket) {
    listening = socket;
    Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptAll(socket));
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException over) {
        log.say("no longer listening: " + over.getMessage());
      }
    }
  }

  private void connect(Socket client) {
    Thread.ofVirtual()
        .start(
            () -> {
              var link = new Link(client, fault, log, links::remove);
              links.add(link);
              if (closed || fault instanceof TcpFault.Refuse) {
                link.reset();
              } else {
                link.open(target);
              }
            });
  }

  private void stopListening() throws IOException {
    if (listening != null) {
      listening.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      stopListening();
    } catch (IOException gone) {
      log.say("closed: " + gone.getMessage());
    }
    links.forEach(Link::reset);
  }
}
