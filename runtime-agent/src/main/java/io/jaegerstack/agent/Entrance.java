package io.jaegerstack.agent;

import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.processor.ClientLosses;
import io.jaegerstack.agent.processor.ThriftProcessor;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.agent.udp.ChunkQueue;
import io.jaegerstack.agent.udp.UdpServer;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.thrift.ThriftProtocol;

/// One UDP port with its queue and its workers.
record Entrance(UdpServer server, ChunkQueue queue, ThriftProcessor processor, Hop hop) {
  /// What the entrances of one agent have in common.
  record Shared(
      SettingValues settings,
      EventLoops loops,
      Ledger ledger,
      ChunkPool pool,
      ClientLosses clients,
      FrameMaker.Packing packing,
      FrameIntake reporter) {}

  static Entrance of(
      String name, ThriftProtocol protocol, AgentSettings.Processor names, Shared shared) {
    SettingValues settings = shared.settings();
    var hop = shared.ledger().hop("agent.udp." + name, Counted.PACKETS);
    var queue =
        new ChunkQueue(
            settings.value(names.queueSize()), settings.value(names.queueBytes()).bytes());
    var socket =
        new UdpServer.Socket(
            settings.value(names.hostPort()),
            settings.value(names.maxPacketSize()),
            settings.value(names.socketBufferSize()));
    var server =
        new UdpServer(name, shared.loops(), socket, kind(protocol), shared.pool(), queue, hop);
    var processor =
        new ThriftProcessor(
            name,
            protocol,
            settings.value(names.workers()),
            queue,
            hop,
            shared.clients(),
            shared.packing(),
            shared.reporter(),
            ThriftProcessor.warnings());
    return new Entrance(server, queue, processor, hop);
  }

  private static PacketKind kind(ThriftProtocol protocol) {
    return switch (protocol) {
      case COMPACT -> PacketKind.JAEGER_COMPACT;
      case BINARY -> PacketKind.JAEGER_BINARY;
    };
  }
}
