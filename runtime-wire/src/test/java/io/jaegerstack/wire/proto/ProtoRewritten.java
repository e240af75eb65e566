package io.jaegerstack.wire.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.util.Optional;

/// What generated classes read from bytes, written by them again; nothing where they refuse them.
/// Our reader has to find the same in both, unless one of the two misread the first.
public final class ProtoRewritten {
  public static Optional<byte[]> apiV2(byte[] input) {
    try {
      return Optional.of(PostSpansRequest.parseFrom(input).toByteArray());
    } catch (InvalidProtocolBufferException refused) {
      return Optional.empty();
    }
  }

  /// Nothing also where a value is told twice: Java's classes join the two, Go's and ours take the
  /// last.
  public static Optional<byte[]> otlp(byte[] input) {
    try {
      if (hasValueTwice(
          ExportTraceServiceRequest.getDescriptor(), CodedInputStream.newInstance(input))) {
        return Optional.empty();
      }
      return Optional.of(ExportTraceServiceRequest.parseFrom(input).toByteArray());
    } catch (IOException refused) {
      return Optional.empty();
    }
  }

  private static boolean hasValueTwice(Descriptor message, CodedInputStream in) throws IOException {
    int values = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean isMessage =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      boolean isOne = isMessage && !field.isRepeated() && message.getName().equals("KeyValue");
      values += isOne || field != null && field.getContainingOneof() != null ? 1 : 0;
      if (!isMessage) {
        in.skipField(tag);
      } else if (hasValueTwice(field.getMessageType(), in.readBytes().newCodedInput())) {
        return true;
      }
    }
    return values > 1;
  }

  /// What OTLP's JSON is made into.
  public static byte[] protobuf(byte[] otlpJson) {
    return OtlpJsonReader.toProtobuf(otlpJson);
  }

  private ProtoRewritten() {}
}
