package io.jaegerstack.collector.receiver.zipkin;

import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.HttpHandler;
import io.jaegerstack.server.http.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which web pages may post spans (CORS). A browser asks before it posts, and shows the page an
/// answer only where the page's origin is allowed; other clients send no origin and see nothing of
/// this.
public final class CrossOrigin {
  private static final String ANY = "*";

  /// What a page may send without asking, and what no span comes without.
  private static final List<String> ALWAYS =
      List.of("accept", "accept-language", "content-language", "content-type", "origin");

  private final List<String> origins;
  private final Set<String> headers;

  /// @param origins as `https://shop.example.com`, `https://*.example.com` or `*`; empty allows no
  ///   page
  /// @param headers beside those that are always allowed; `*` allows any
  public CrossOrigin(List<String> origins, List<String> headers) {
    this.origins = origins.stream().map(CrossOrigin::lower).toList();
    this.headers = new TreeSet<>(ALWAYS);
    headers.forEach(header -> this.headers.add(lower(header)));
  }

  /// Adds `POST path`, and the browser's question before it where any page is allowed.
  void addTo(Routes.Builder routes, String path, Intake intake, HttpHandler post) {
    if (origins.isEmpty()) {
      intake.addRoute(routes, "POST", path, post);
      return;
    }
    routes.onLoop("OPTIONS", path, this::permission);
    intake.addRoute(routes, "POST", path, call -> allowing(call, answered(call, post)));
  }

  private static HttpAnswer answered(HttpCall call, HttpHandler post) throws Exception {
    try {
      return post.answer(call);
    } catch (HttpFailure failure) {
      // Else the page that may post could not read why it was refused.
      return HttpAnswer.text(failure.status(), "text/plain; charset=utf-8", failure.text() + "\n");
    }
  }

  private HttpAnswer permission(HttpCall call) {
    List<String> asked =
        Stream.of(call.header("access-control-request-headers").orElse("").split(","))
            .map(CrossOrigin::lower)
            .filter(header -> !header.isEmpty())
            .toList();
    var answer = HttpAnswer.empty(204);
    boolean isAllowed =
        call.header("access-control-request-method").filter("POST"::equals).isPresent()
            && (headers.contains(ANY) || headers.containsAll(asked));
    if (!isAllowed) {
      return answer.with("Vary", "Origin");
    }
    return allowing(call, answer)
        .with("Access-Control-Allow-Methods", "POST")
        .with("Access-Control-Allow-Headers", String.join(", ", asked));
  }

  private HttpAnswer allowing(HttpCall call, HttpAnswer answer) {
    String origin = call.header("origin").orElse("");
    var varying = answer.with("Vary", "Origin");
    boolean isAllowed =
        !origin.isEmpty() && origins.stream().anyMatch(allowed -> fits(allowed, lower(origin)));
    return isAllowed ? varying.with("Access-Control-Allow-Origin", origin) : varying;
  }

  private static boolean fits(String allowed, String origin) {
    int star = allowed.indexOf(ANY);
    if (star < 0) {
      return allowed.equals(origin);
    }
    return origin.length() >= allowed.length() - 1
        && origin.startsWith(allowed.substring(0, star))
        && origin.endsWith(allowed.substring(star + 1));
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
