package io.jaegerstack.wire.thrift;

import io.jaegerstack.fuzzing.Grammar;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;

/// Thrift as a tree without an IDL, read and written by libthrift: fields are dropped, doubled,
/// moved, renumbered, retyped and nested, and the counts of lists stay right.
public record ThriftGrammar(ThriftProtocol protocol, Form form) implements Grammar {
  /// What is at the outside.
  public enum Form {
    MESSAGE,
    STRUCT,
    LIST
  }

  private static final List<byte[]> TOKENS =
      Stream.of("emitBatch", "emitZipkinBatch", "client-uuid", "sr", "ss", "cs", "cr", "sa", "ca")
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  @Override
  public List<byte[]> tokens() {
    return TOKENS;
  }

  @Override
  public byte[] changed(byte[] input, byte[] other, RandomGenerator random) {
    try {
      TProtocol in = factory().getProtocol(from(input));
      TMessage head = form == Form.MESSAGE ? in.readMessageBegin() : null;
      byte outside = form == Form.LIST ? TType.LIST : TType.STRUCT;
      ThriftTree tree =
          ThriftTree.read(in, outside).changed(any -> donor(other, outside).any(any), random);
      var buffer = new TMemoryBuffer(input.length + 16);
      TProtocol out = factory().getProtocol(buffer);
      if (head != null) {
        out.writeMessageBegin(head);
      }
      tree.write(out);
      return Arrays.copyOf(buffer.getArray(), buffer.length());
    } catch (TException | RuntimeException notThrift) {
      return Grammar.ofTokens(TOKENS).changed(input, other, random);
    }
  }

  /// Where values are taken from.
  private ThriftTree donor(byte[] other, byte outside) throws TException {
    TProtocol in = factory().getProtocol(from(other));
    if (form == Form.MESSAGE) {
      in.readMessageBegin();
    }
    return ThriftTree.read(in, outside);
  }

  private TProtocolFactory factory() {
    return ThriftOracle.factory(protocol);
  }

  private static TMemoryInputTransport from(byte[] input) throws TException {
    return new TMemoryInputTransport(TConfiguration.DEFAULT, input);
  }
}
