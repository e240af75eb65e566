package io.jaegerstack.query.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Finds the field at which a message cannot be read, for the sake of whoever wrote it.
final class BrokenField {
  /// `field query.start_time_min`; empty where no field is to blame.
  static String in(Descriptor message, byte[] bytes) {
    String path = path(message, CodedInputStream.newInstance(bytes));
    return path == null || path.isEmpty() ? "" : "field " + path;
  }

  /// Null where all of it can be read; empty where it breaks between two fields.
  private static @Nullable String path(Descriptor message, CodedInputStream in) {
    String at = "";
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        int number = WireFormat.getTagFieldNumber(tag);
        FieldDescriptor field = message.findFieldByNumber(number);
        at = field == null ? "number " + number : field.getName();
        String below = below(field, tag, in);
        if (below != null) {
          return below.isEmpty() ? at : at + "." + below;
        }
        at = "";
      }
      return null;
    } catch (IOException | IllegalArgumentException broken) {
      return at;
    }
  }

  /// Passes one field; says what inside it is broken, if anything is.
  private static @Nullable String below(
      @Nullable FieldDescriptor field, int tag, CodedInputStream in) throws IOException {
    boolean isLengthDelimited =
        WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (field == null || !isLengthDelimited) {
      if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that has not begun");
      }
      return null;
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> path(field.getMessageType(), in.readBytes().newCodedInput());
      case STRING -> {
        in.readStringRequireUtf8();
        yield null;
      }
      default -> {
        in.readBytes();
        yield null;
      }
    };
  }

  private BrokenField() {}
}
