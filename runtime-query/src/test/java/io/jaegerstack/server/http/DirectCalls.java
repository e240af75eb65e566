package io.jaegerstack.server.http;

import java.net.InetSocketAddress;
import java.util.List;

/// Calls of routes without a server: what is asked is read as a server reads it.
public final class DirectCalls {
  private static final InetSocketAddress NOBODY = new InetSocketAddress("127.0.0.1", 1);

  /// The status of the answer to `GET` of a request target.
  ///
  /// @throws HttpFailure where it is answered with one
  public static int get(Routes routes, String uri) throws Exception {
    Target target = Target.of(uri);
    Routes.Match match = routes.find("GET", target);
    var call =
        new HttpCall("GET", target, match.parameters(), name -> List.of(), new byte[0], NOBODY);
    HttpAnswer answer = match.route().handler().answer(call);
    answer.close();
    return answer.status();
  }

  private DirectCalls() {}
}
