package io.jaegerstack.collector.reload;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileTextTest {
  @Test
  void doesNotWaitForAServerThatStopsWithinItsAnswer() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var answering = Thread.ofVirtual().start(() -> stopWithinTheAnswer(server));
      String address = "http://127.0.0.1:%d/strategies".formatted(server.getLocalPort());
      var text = new FileText(address, true, Duration.ofMillis(500));

      assertThatThrownBy(text::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no whole answer within 500 ms");
      answering.join();
    }
  }

  /// Until the other side hangs up.
  private static void stopWithinTheAnswer(ServerSocket server) {
    try (Socket connection = server.accept()) {
      String begun = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
      connection.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException hungUp) {
      // As it should.
    }
  }
}
