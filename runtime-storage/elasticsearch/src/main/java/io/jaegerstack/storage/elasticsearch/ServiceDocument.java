package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Key;

/// Jaeger's document for a service and one of its operations.
final class ServiceDocument {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// FNV-1a of both names, in hexadecimal digits without leading zeroes: the same as Jaeger's.
  static String id(Key service, Key operation) {
    return Long.toHexString(hash(hash(FNV_OFFSET, service.bytes()), operation.bytes()));
  }

  private static long hash(long start, byte[] bytes) {
    long hash = start;
    for (byte each : bytes) {
      hash = (hash ^ each & 0xff) * FNV_PRIME;
    }
    return hash;
  }

  /// Appends the document, without a line end.
  static void encode(Key service, Key operation, JsonBytes out) {
    out.ascii("{\"serviceName\":\"").text(service.bytes(), 0, service.length());
    out.ascii("\",\"operationName\":\"").text(operation.bytes(), 0, operation.length());
    out.ascii("\"}");
  }

  private ServiceDocument() {}
}
