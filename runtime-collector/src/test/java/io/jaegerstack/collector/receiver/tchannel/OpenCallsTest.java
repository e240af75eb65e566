package io.jaegerstack.collector.receiver.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.wire.tchannel.CallRequest;
import io.jaegerstack.wire.tchannel.Frame;
import io.jaegerstack.wire.tchannel.ThriftCalls;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenCallsTest {
  private static final int ROOM = 64 * 1024;

  private final UnfinishedBytes unfinished = new UnfinishedBytes(ROOM);
  private final OpenCalls open = new OpenCalls(unfinished, 128);

  @Test
  void aSmallCallTakesTheRoomOfItsObjectsToo() {
    int opened = 0;
    while (open(opened)) {
      opened++;
    }
    assertThat(opened).isBetween(32, ROOM / OpenCalls.CALL_BYTES - 1);
    assertThat(unfinished.held()).isGreaterThan((long) opened * OpenCalls.CALL_BYTES);
  }

  @Test
  void allRoomIsGivenBack() {
    open(2);
    open(3);
    open(4);
    open.grow(first(3));
    open.remove(3);
    open.removeAll();
    assertThat(unfinished.held()).isZero();
  }

  private boolean open(int id) {
    Frame first = first(id);
    return open.open(first, CallRequest.read(first, 1_000), 0);
  }

  private static Frame first(int id) {
    List<Frame> frames = ThriftCalls.request(id, 1, "test", "service", "method", new byte[] {0});
    return frames.getFirst();
  }
}
