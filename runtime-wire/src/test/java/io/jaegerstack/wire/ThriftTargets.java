package io.jaegerstack.wire;

import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Process;
import io.jaegerstack.wire.Reread.Content;
import io.jaegerstack.wire.thrift.AgentMessage;
import io.jaegerstack.wire.thrift.MetaStructs;
import io.jaegerstack.wire.thrift.SamplingStructs;
import io.jaegerstack.wire.thrift.SkimBesideReader;
import io.jaegerstack.wire.thrift.Submission;
import io.jaegerstack.wire.thrift.SubmitAnswers;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftGrammar;
import io.jaegerstack.wire.thrift.ThriftGrammar.Form;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import io.jaegerstack.wire.thrift.ThriftRewritten;
import io.jaegerstack.wire.thrift.ThriftSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Jaeger's thrift, in both protocols and all places where it comes in.
final class ThriftTargets {
  private static final ThriftGrammar STRUCT = new ThriftGrammar(ThriftProtocol.BINARY, Form.STRUCT);

  /// What a message says, without its number and statistics, which the generated classes are too
  /// old to know.
  private record Message(Content spans, Process process) {
    static Message of(AgentMessage message) {
      return new Message(Content.of(message.spans()), message.process().toProcess());
    }
  }

  static List<FuzzTarget<?>> all() {
    return List.of(
        messages("Agent compact", ThriftProtocol.COMPACT, "-udp-compact"),
        messages("Agent binary", ThriftProtocol.BINARY, "-udp-binary"),
        messages("Agent zipkin compact", ThriftProtocol.COMPACT, "-udp-zipkin-compact"),
        skim("Skim compact", ThriftProtocol.COMPACT, "-udp-compact", "-udp-zipkin-compact"),
        skim("Skim binary", ThriftProtocol.BINARY, "-udp-binary"),
        bodies(),
        submitBatches(),
        samplingAnswer(),
        samplingQuestion(),
        numbers(
            "submitBatches result",
            SubmitAnswers.taken(3),
            input -> SubmitAnswers.readTaken(input, 0)),
        numbers(
            "Meta health arguments",
            new byte[] {12, 0, 1, 8, 0, 1, 0, 0, 0, 1, 0, 0},
            input -> MetaStructs.asksForTraffic(input, 0)));
  }

  private static FuzzTarget<?> messages(String name, ThriftProtocol protocol, String captured) {
    Supplier<Decoder<AgentMessage>> decoders =
        () -> {
          var reader = new ThriftBatchReader(new InternTable());
          return input -> reader.readEmitBatch(input, protocol);
        };
    List<byte[]> samples = CapturedFrames.ofAll(captured);
    if (!captured.contains("zipkin")) {
      samples.addAll(ThriftSamples.messages(protocol));
    }
    return FuzzTarget.of(name, new ThriftGrammar(protocol, Form.MESSAGE), samples, decoders)
        .refusing(WireFormatException.class)
        .checking((input, read) -> Reread.sentOn().check(input, read.spans()))
        .checking(
            Reread.alike(
                input -> ThriftRewritten.message(input, protocol), decoders.get(), Message::of));
  }

  /// The skim's verdict and counts are the reader's, whatever the packet.
  private static FuzzTarget<?> skim(String name, ThriftProtocol protocol, String... captured) {
    List<byte[]> samples = new ArrayList<>(ThriftSamples.messages(protocol));
    for (String clients : captured) {
      samples.addAll(CapturedFrames.ofAll(clients));
    }
    return FuzzTarget.of(
            name,
            new ThriftGrammar(protocol, Form.MESSAGE),
            samples,
            () -> new SkimBesideReader(protocol))
        .refusing(WireFormatException.class);
  }

  private static FuzzTarget<?> bodies() {
    Supplier<Decoder<AgentMessage>> decoders =
        () -> {
          var reader = new ThriftBatchReader(new InternTable());
          return input -> reader.readBatch(input, ThriftProtocol.BINARY);
        };
    List<byte[]> samples = CapturedFrames.ofAll("-http-thrift");
    samples.addAll(ThriftSamples.structs(ThriftProtocol.BINARY));
    return FuzzTarget.of("Batch over HTTP", STRUCT, samples, decoders)
        .refusing(WireFormatException.class)
        .checking((input, read) -> Reread.sentOn().check(input, read.spans()))
        .checking(Reread.alike(ThriftRewritten::batch, decoders.get(), Message::of));
  }

  private static FuzzTarget<?> submitBatches() {
    Supplier<Decoder<Submission>> decoders =
        () -> {
          var reader = new ThriftBatchReader(new InternTable());
          return input -> reader.readSubmitBatches(input, 0);
        };
    return FuzzTarget.of("Collector submitBatches", STRUCT, ThriftSamples.submissions(), decoders)
        .refusing(WireFormatException.class)
        .checking((input, read) -> Reread.sentOn().check(input, read.spans()))
        .checking(
            Reread.alike(
                ThriftRewritten::submitBatches,
                decoders.get(),
                read -> List.of(Content.of(read.spans()), read.parts())));
  }

  private static FuzzTarget<?> samplingAnswer() {
    return plain(
        "SamplingManager result",
        ThriftSamples.samplingAnswers(),
        input -> SamplingStructs.readAnswer(input, 0),
        ThriftRewritten::samplingAnswer);
  }

  private static FuzzTarget<?> samplingQuestion() {
    return plain(
        "SamplingManager arguments",
        List.of(SamplingStructs.question("shop"), SamplingStructs.question("žluť")),
        input -> SamplingStructs.service(input, 0),
        ThriftRewritten::samplingQuestion);
  }

  private static FuzzTarget<?> numbers(String name, byte[] sample, Decoder<?> decoder) {
    return plain(name, List.of(sample), decoder, input -> Optional.empty());
  }

  private static <T> FuzzTarget<T> plain(
      String name,
      List<byte[]> samples,
      Decoder<T> decoder,
      Function<byte[], Optional<byte[]>> rewritten) {
    return FuzzTarget.of(name, STRUCT, samples, () -> decoder)
        .refusing(WireFormatException.class)
        .checking(Reread.alike(rewritten, decoder, Function.identity()));
  }

  private ThriftTargets() {}
}
