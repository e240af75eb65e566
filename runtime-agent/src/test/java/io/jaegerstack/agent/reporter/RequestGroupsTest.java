package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Packets;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.proto.ApiV2Writer;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestGroupsTest {
  private static final int MESSAGE_LIMIT = 4 * 1024 * 1024;

  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @Test
  void makesOneRequestOfManySmallBatches() {
    var batches = new ArrayList<ReportedBatch>();
    for (int i = 0; i < 50; i++) {
      batches.add(batch("service-" + i, 10));
    }
    assertThat(RequestGroups.of(batches)).singleElement().asList().hasSize(50);
  }

  @Test
  void startsAnotherRequestBeforeOneGrowsTooLarge() {
    var batches = new ArrayList<ReportedBatch>();
    for (int i = 0; i < 10; i++) {
      batches.add(batch("shop", 300));
    }
    assertThat(RequestGroups.of(batches)).extracting(List::size).containsExactly(3, 3, 3, 1);
  }

  @Test
  void neverMakesARequestThatACollectorWouldRefuseForItsSize() {
    String longName = "s".repeat(30_000);
    var batches = new ArrayList<ReportedBatch>();
    for (int i = 0; i < 40; i++) {
      batches.add(batch(longName + i, 400));
    }
    var writer = new ApiV2Writer();
    int spans = 0;
    for (List<ReportedBatch> group : RequestGroups.of(batches)) {
      assertThat(writer.write(group.stream().map(ReportedBatch::spans).toList()))
          .hasSizeLessThan(MESSAGE_LIMIT);
      spans += (int) ReportedBatch.spans(group);
    }
    assertThat(spans).isEqualTo(16_000);
  }

  private ReportedBatch batch(String service, int spans) {
    byte[] packet = Packets.compact(service, 1, spans);
    return new ReportedBatch(
        TestFrames.bare(packet),
        reader.readEmitBatch(packet, ThriftProtocol.COMPACT).spans(),
        BatchFormat.JAEGER,
        packet.length);
  }
}
