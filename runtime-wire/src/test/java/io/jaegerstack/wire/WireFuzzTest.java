package io.jaegerstack.wire;

import io.jaegerstack.fuzzing.FuzzTests;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every reader of this module reads or refuses whatever it is given, at a cost that the input's
/// size bounds, and what it reads is what generated code reads from the same bytes.
class WireFuzzTest {
  @TestFactory
  Stream<DynamicTest> thrift() {
    return FuzzTests.of(ThriftTargets.all());
  }

  @TestFactory
  Stream<DynamicTest> zipkin() {
    return FuzzTests.of(ZipkinTargets.all());
  }

  @TestFactory
  Stream<DynamicTest> protobufAndItsJson() {
    return FuzzTests.of(ProtoTargets.all());
  }

  @TestFactory
  Stream<DynamicTest> tchannel() {
    return FuzzTests.of(TChannelTargets.all());
  }

  @TestFactory
  Stream<DynamicTest> relay() {
    return FuzzTests.of(RelayTargets.all());
  }
}
