package io.jaegerstack.collector.receiver.otlp;

import io.jaegerstack.collector.receiver.ExportResponse;
import io.jaegerstack.collector.receiver.RpcStatus;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.wire.proto.OtlpJsonReader;
import io.jaegerstack.wire.proto.OtlpReader;

/// One of OTLP's two encodings over HTTP: how requests are read and answers written.
sealed interface OtlpEncoding {
  String PROTOBUF_TYPE = "application/x-protobuf";
  String JSON_TYPE = "application/json";

  /// Codes of `google.rpc.Code` that failures carry.
  int INVALID_ARGUMENT = 3;

  int RESOURCE_EXHAUSTED = 8;
  int UNAVAILABLE = 14;

  /// The spans of a request; throws [io.jaegerstack.wire.WireFormatException].
  SpanBatch read(byte[] body);

  /// All spans were taken but `rejected`, which nobody need send again.
  HttpAnswer success(int rejected);

  /// An answer with a `google.rpc.Status` as its body.
  HttpAnswer failure(int status, int code, String message);

  static OtlpEncoding protobuf(InternTable keys) {
    return new Protobuf(ThreadLocal.withInitial(() -> new OtlpReader(keys)));
  }

  static OtlpEncoding json(InternTable keys) {
    return new Json(ThreadLocal.withInitial(() -> new OtlpJsonReader(keys)));
  }

  /// `application/x-protobuf`.
  record Protobuf(ThreadLocal<OtlpReader> readers) implements OtlpEncoding {
    @Override
    public SpanBatch read(byte[] body) {
      return readers.get().read(body);
    }

    @Override
    public HttpAnswer success(int rejected) {
      return HttpAnswer.bytes(200, PROTOBUF_TYPE, ExportResponse.protobuf(rejected));
    }

    @Override
    public HttpAnswer failure(int status, int code, String message) {
      return HttpAnswer.bytes(status, PROTOBUF_TYPE, RpcStatus.toBytes(code, message));
    }
  }

  /// `application/json`.
  record Json(ThreadLocal<OtlpJsonReader> readers) implements OtlpEncoding {
    @Override
    public SpanBatch read(byte[] body) {
      return readers.get().read(body);
    }

    @Override
    public HttpAnswer success(int rejected) {
      return HttpAnswer.text(200, JSON_TYPE, ExportResponse.json(rejected));
    }

    @Override
    public HttpAnswer failure(int status, int code, String message) {
      return HttpAnswer.text(status, JSON_TYPE, RpcStatus.toJson(code, message));
    }
  }
}
