package io.jaegerstack.server.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A complete request. The body has been unpacked already.
public final class HttpCall {
  private final String method;
  private final Target target;
  private final Map<String, String> parameters;
  private final Function<String, List<String>> headers;
  private final byte[] body;
  private final InetSocketAddress remote;

  HttpCall(
      String method,
      Target target,
      Map<String, String> parameters,
      Function<String, List<String>> headers,
      byte[] body,
      InetSocketAddress remote) {
    this.method = method;
    this.target = target;
    this.parameters = parameters;
    this.headers = headers;
    this.body = body;
    this.remote = remote;
  }

  /// Upper case; `GET` for `HEAD` too, whose answer is written without its body.
  public String method() {
    return method;
  }

  /// Decoded, without the query.
  public String path() {
    return target.path();
  }

  /// The part of the path that the route calls `{name}`, decoded.
  ///
  /// @throws IllegalArgumentException for a name that the route does not have
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "route has no {" + name + "}, only " + parameters.keySet());
    }
    return value;
  }

  /// The first value of a query parameter.
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  /// Every value of a query parameter, in order.
  public List<String> queryAll(String name) {
    return target.query().getOrDefault(name, List.of());
  }

  /// Every query parameter.
  public Map<String, List<String>> query() {
    return target.query();
  }

  /// The first header of this name, whatever its case.
  public Optional<String> header(String name) {
    return headerAll(name).stream().findFirst();
  }

  /// Every header of this name, whatever its case, in order.
  public List<String> headerAll(String name) {
    return headers.apply(name);
  }

  /// Lower case, without parameters: `application/x-thrift`; empty where none is given.
  public String contentType() {
    String value = header("content-type").orElse("");
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /// The call's own array, not shared with anything.
  public byte[] body() {
    return body;
  }

  public InetSocketAddress remote() {
    return remote;
  }
}
