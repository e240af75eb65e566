package io.jaegerstack.faults.proxy;

import io.jaegerstack.faults.Await;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A port of loopback that understands HTTP/1.1, in front of a server that speaks it: an
/// Elasticsearch, a collector. A virtual thread for each connection, and a connection of its own
/// for each request that is passed on.
public final class HttpFaultProxy implements AutoCloseable {
  private static final int SLOW_PIECE = 64;

  private final FaultLog log = new FaultLog();
  private final List<HttpRule> rules = new CopyOnWriteArrayList<>();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final BulkItems bulk = new BulkItems();
  private final ServerSocket listening;
  private final int target;

  private HttpFaultProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
  }

  /// A wire to this port of loopback until there are rules.
  public static HttpFaultProxy to(int port) {
    try {
      var proxy = new HttpFaultProxy(port);
      Thread.ofVirtual().name("http-fault-proxy").start(proxy::acceptAll);
      return proxy;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  public FaultLog log() {
    return log;
  }

  /// For all such requests from now on; the first rule that is for a request is taken.
  public void rule(String method, String path, HttpFault fault) {
    rule(method, path, 0, Long.MAX_VALUE, fault);
  }

  /// For such requests from the `from`-th to before the `to`-th, counted from 0 and from now.
  public void rule(String method, String path, long from, long to, HttpFault fault) {
    log.say("rule " + fault);
    rules.add(new HttpRule(method, path, from, to, fault));
  }

  /// A wire again.
  public void clear() {
    log.say("no rules");
    rules.clear();
  }

  /// Documents of bulk requests that failed on purpose, each counted once.
  public int failedItems() {
    return bulk.failed();
  }

  private void acceptAll() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException over) {
        log.say("no longer listening: " + over.getMessage());
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      for (Optional<HttpMessage> next = HttpMessage.read(in);
          next.isPresent();
          next = HttpMessage.read(in)) {
        answer(next.get(), client, out);
      }
    } catch (IOException gone) {
      log.say("connection over: " + gone.getMessage());
    } finally {
      clients.remove(client);
    }
  }

  private void answer(HttpMessage request, Socket client, OutputStream out) throws IOException {
    Optional<HttpFault> fault =
        rules.stream().filter(rule -> rule.isFor(request)).findFirst().map(HttpRule::fault);
    log.say(request.start() + " " + request.body().length);
    if (fault.isEmpty()) {
      pass(request).writeTo(out);
      return;
    }
    log.fired(fault.get());
    switch (fault.get()) {
      case HttpFault.Answer(int status, String body, int retryAfter) ->
          HttpMessage.answer(status, "application/json", body, "Retry-After: " + retryAfter)
              .writeTo(out);
      case HttpFault.DropBefore drop -> reset(client);
      case HttpFault.AnswerLost lost -> {
        pass(request);
        reset(client);
      }
      case HttpFault.HalfBody half -> {
        byte[] all = pass(request).bytes();
        out.write(all, 0, all.length / 2);
        out.flush();
        reset(client);
      }
      case HttpFault.Delay(var time) -> {
        Await.pass(time);
        pass(request).writeTo(out);
      }
      case HttpFault.SlowBody slow -> slowly(pass(request).bytes(), slow, out);
      case HttpFault.FailItems items -> failItems(request, items).writeTo(out);
    }
  }

  private HttpMessage failItems(HttpMessage request, HttpFault.FailItems fault) throws IOException {
    BulkItems.Split split = bulk.split(request, fault);
    HttpMessage answer =
        split.applied().body().length == 0
            ? HttpMessage.answer(200, "application/json", "")
            : pass(split.applied());
    return answer.status() == 200 ? BulkItems.join(split, answer, fault) : answer;
  }

  private static void slowly(byte[] all, HttpFault.SlowBody slow, OutputStream out)
      throws IOException {
    for (int from = 0; from < all.length; from += SLOW_PIECE) {
      Await.pass(slow.pause());
      out.write(all, from, Math.min(SLOW_PIECE, all.length - from));
      out.flush();
    }
  }

  private HttpMessage pass(HttpMessage request) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.setTcpNoDelay(true);
      request.writeTo(server.getOutputStream());
      InputStream in = new BufferedInputStream(server.getInputStream());
      return HttpMessage.read(in)
          .orElseThrow(() -> new IOException("the server ended without an answer"));
    }
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
