package io.jaegerstack.faults.proxy;

import java.util.concurrent.atomic.AtomicLong;

/// Which requests a fault is for: by method and part of the path, and among those from the n-th to
/// before the m-th.
final class HttpRule {
  private final String method;
  private final String path;
  private final long from;
  private final long to;
  private final HttpFault fault;
  private final AtomicLong seen = new AtomicLong();

  HttpRule(String method, String path, long from, long to, HttpFault fault) {
    this.method = method;
    this.path = path;
    this.from = from;
    this.to = to;
    this.fault = fault;
  }

  /// Whether this request is one of them; counts those that it could be for.
  boolean isFor(HttpMessage request) {
    if (!request.method().equals(method) || !request.path().contains(path)) {
      return false;
    }
    long number = seen.getAndIncrement();
    return number >= from && number < to;
  }

  HttpFault fault() {
    return fault;
  }
}
