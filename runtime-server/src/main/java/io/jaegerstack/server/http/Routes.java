package io.jaegerstack.server.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What a server answers. Patterns are literal segments, `{name}` for one segment and a last `*`
/// for any number; the most literal one wins.
public final class Routes {
  /// A route with the parameters that it took from a path.
  record Match(Route route, Map<String, String> parameters) {}

  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = routes.stream().sorted(Comparator.comparingInt(Route::rank)).toList();
  }

  public static Builder builder() {
    return new Builder("");
  }

  /// @throws HttpFailure 404, or 405 with the methods that the path has
  Match find(String method, Target target) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    var others = new TreeSet<String>();
    for (Route route : routes) {
      var parameters = route.match(target.segments());
      if (parameters.isPresent()) {
        if (route.method().equals(wanted)) {
          return new Match(route, parameters.get());
        }
        others.add(route.method());
      }
    }
    throw others.isEmpty()
        ? HttpFailure.notFound("no such path: " + target.path())
        : new HttpFailure(
            405, "method %s, expected %s".formatted(method, String.join(", ", others)));
  }

  /// The same routes, with each handler of a method behind `guard`.
  public Routes guarded(String method, UnaryOperator<HttpHandler> guard) {
    return new Routes(
        routes.stream()
            .map(route -> route.method().equals(method) ? route.with(guard) : route)
            .toList());
  }

  /// Routes being declared.
  public static final class Builder {
    private final String base;
    private final List<Route> routes = new ArrayList<>();

    private Builder(String base) {
      this.base = base;
    }

    /// A builder whose paths start with `base` (`/jaeger`; `/` and an empty one add nothing).
    public static Builder under(String base) {
      return new Builder(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
    }

    public Builder get(String path, HttpHandler handler) {
      return on("GET", path, handler);
    }

    public Builder post(String path, HttpHandler handler) {
      return on("POST", path, handler);
    }

    /// On a virtual thread.
    public Builder on(String method, String path, HttpHandler handler) {
      routes.add(Route.of(method, base + path, false, handler));
      return this;
    }

    /// On the event loop: for handlers that only compute, and briefly. Their answers are bytes,
    /// never streams.
    public Builder onLoop(String method, String path, HttpHandler handler) {
      routes.add(Route.of(method, base + path, true, handler));
      return this;
    }

    public Routes build() {
      return new Routes(routes);
    }
  }
}
