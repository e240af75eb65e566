package io.jaegerstack.faults;

import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.traffic.Outcome;
import io.jaegerstack.faults.traffic.Sender;
import io.jaegerstack.faults.traffic.TestSpan;
import io.jaegerstack.faults.traffic.UdpSender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A client of an agent and of its successors, which knows when it sent each datagram.
final class TimedClient implements Sender {
  private final UdpSender datagrams;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

  TimedClient(AtomicReference<StackProcess> agent) {
    this.datagrams =
        UdpSender.of(UdpSender.Protocol.COMPACT, () -> agent.get().port("compact udp"), "client-1");
  }

  @Override
  public Outcome send(List<TestSpan> batch) {
    nanos.add(System.nanoTime());
    return datagrams.send(batch);
  }

  /// Datagrams so far.
  int sent() {
    return nanos.size();
  }

  /// When it sent its n-th datagram, from 0.
  long sentNanos(int number) {
    return nanos.get(number);
  }

  @Override
  public void close() {
    datagrams.close();
  }
}
