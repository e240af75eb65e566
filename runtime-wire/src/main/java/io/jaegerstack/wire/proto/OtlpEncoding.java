package io.jaegerstack.wire.proto;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import java.nio.charset.StandardCharsets;

/// One of OTLP's two encodings over HTTP: how requests are read and answers written. For any
/// thread.
public sealed interface OtlpEncoding {
  String PROTOBUF_TYPE = "application/x-protobuf";
  String JSON_TYPE = "application/json";

  /// Codes of `google.rpc.Code` that failures carry.
  int INVALID_ARGUMENT = 3;

  int RESOURCE_EXHAUSTED = 8;
  int UNAVAILABLE = 14;

  /// Of requests and answers alike.
  String contentType();

  /// The spans of a request; throws [io.jaegerstack.wire.WireFormatException].
  SpanBatch read(byte[] body);

  /// A request as protobuf; throws [io.jaegerstack.wire.WireFormatException].
  byte[] protobuf(byte[] body);

  /// The answer that all spans were taken but `rejected`, which nobody need send again.
  byte[] success(int rejected);

  /// The answer of a failure: a `google.rpc.Status`.
  byte[] failure(int code, String message);

  static OtlpEncoding protobuf(InternTable keys) {
    return new Protobuf(ThreadLocal.withInitial(() -> new OtlpReader(keys)));
  }

  static OtlpEncoding json(InternTable keys) {
    return new Json(ThreadLocal.withInitial(() -> new OtlpJsonReader(keys)));
  }

  /// `application/x-protobuf`.
  record Protobuf(ThreadLocal<OtlpReader> readers) implements OtlpEncoding {
    @Override
    public String contentType() {
      return PROTOBUF_TYPE;
    }

    @Override
    public SpanBatch read(byte[] body) {
      return readers.get().read(body);
    }

    @Override
    public byte[] protobuf(byte[] body) {
      return body;
    }

    @Override
    public byte[] success(int rejected) {
      return ExportResponse.protobuf(rejected);
    }

    @Override
    public byte[] failure(int code, String message) {
      return RpcStatus.toBytes(code, message);
    }
  }

  /// `application/json`.
  record Json(ThreadLocal<OtlpJsonReader> readers) implements OtlpEncoding {
    @Override
    public String contentType() {
      return JSON_TYPE;
    }

    @Override
    public SpanBatch read(byte[] body) {
      return readers.get().read(body);
    }

    @Override
    public byte[] protobuf(byte[] body) {
      return OtlpJsonReader.toProtobuf(body);
    }

    @Override
    public byte[] success(int rejected) {
      return ExportResponse.json(rejected).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] failure(int code, String message) {
      return RpcStatus.toJson(code, message).getBytes(StandardCharsets.UTF_8);
    }
  }
}
