package io.jaegerstack.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Logging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final Logger LOG = LoggerFactory.getLogger("io.jaegerstack.Example");

  @AfterEach
  void reset() {
    Logging.start("info");
  }

  @Test
  void writesOneLineOfKeysAndValues() {
    try (var log = CapturedLog.start()) {
      LOG.info("started port={}", 14250);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .matches("ts=\\S+Z level=info logger=Example thread=\"main\" msg=\"started port=14250\"");
    }
  }

  @Test
  void letsNoValueForgeALine() {
    try (var log = CapturedLog.start()) {
      LOG.warn("service={}", "a\"\nts=1 level=error msg=\"owned\u0007\\");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .endsWith("msg=\"service=a\\\"\\nts=1 level=error msg=\\\"owned\\u0007\\\\\"");
    }
  }

  @Test
  void putsAStackTraceIntoTheSameLine() {
    try (var log = CapturedLog.start()) {
      LOG.error("stop failed", new IllegalStateException("why"));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("error=\"java.lang.IllegalStateException: why\\n\\tat ");
    }
  }

  @Test
  void writesNoFramesOfCallersWhateverTheLevel() {
    try (var log = CapturedLog.start()) {
      Logging.start("debug");
      LoggerFactory.getLogger("io.grpc.netty.NettyServerHandler").debug("HEADERS authorization");
      LoggerFactory.getLogger("io.grpc.netty.NettyServerHandler").warn("a fault");
      assertThat(log.lines()).singleElement().asString().contains("a fault");
    }
  }

  @Test
  void writesFromItsLevelOn() {
    try (var log = CapturedLog.start()) {
      Logging.start("warn");
      LOG.info("not this");
      LOG.warn("but this");
      Logging.start("debug");
      LOG.debug("and this");
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void writesWhatTheNetworkCallsInformationOnlyAmongDetails() {
    Logger netty = LoggerFactory.getLogger("io.netty.handler.codec.http2.Something");
    try (var log = CapturedLog.start()) {
      Logging.start("info");
      netty.info("a peer's mistake");
      netty.warn("a warning");
      Logging.start("debug");
      netty.info("a detail");
      assertThat(log.lines()).hasSize(2);
    }
  }

  @Test
  void takesWhatLibrariesSayThroughTheJdk() {
    Logging.start("info");
    try (var log = CapturedLog.start()) {
      System.getLogger("io.grpc.Something").log(System.Logger.Level.WARNING, "transport failed");
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("level=warn logger=Something")
          .contains("transport failed");
    }
  }
}
