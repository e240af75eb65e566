package io.jaegerstack.server.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/// Headers of one request, and no more of them than anyone needs: each is some objects, however
/// short it is.
final class FewHeaders extends DefaultHttpHeaders {
  /// A browser behind three proxies sends fifty.
  static final int MOST = 128;

  private int count;

  static HttpHeadersFactory factory() {
    return new HttpHeadersFactory() {
      @Override
      public HttpHeaders newHeaders() {
        return new FewHeaders();
      }

      @Override
      public HttpHeaders newEmptyHeaders() {
        return new FewHeaders();
      }
    };
  }

  @Override
  public HttpHeaders add(CharSequence name, Object value) {
    count();
    return super.add(name, value);
  }

  @Override
  public HttpHeaders add(String name, Object value) {
    count();
    return super.add(name, value);
  }

  private void count() {
    if (++count > MOST) {
      throw new TooLongHttpHeaderException("more than %d headers".formatted(MOST));
    }
  }
}
