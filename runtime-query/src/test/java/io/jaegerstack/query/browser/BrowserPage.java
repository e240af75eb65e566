package io.jaegerstack.query.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// One page and the workers that it starts, watched: every request, every violation of the content
/// security policy, every uncaught exception.
public final class BrowserPage {
  private static final long PATIENCE_SECONDS = 30;

  private final DevTools tools;
  private final String session;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<String> exceptions = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  BrowserPage(DevTools tools, String session) {
    this.tools = tools;
    this.session = session;
    tools.listen(this::event);
    watch(session);
    send("Page.enable", Map.of());
    send("Audits.enable", Map.of());
    send(
        "Target.setAutoAttach",
        Map.of("autoAttach", true, "waitForDebuggerOnStart", true, "flatten", true));
  }

  /// Opens `url` and waits until it has loaded.
  public void open(String url) {
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", url));
    loaded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Waits until an expression is true; fails with the page's text where it never is.
  public void await(String expression) {
    evaluate(
        """
        new Promise((yes, no) => {
          const end = Date.now() + %d;
          const look = () => {
            let found = false;
            try { found = %s } catch { }
            if (found) yes(true);
            else if (Date.now() > end) no(new Error('never true: ' + %s + '\\n' + location + '\\n' + document.body.innerText));
            else setTimeout(look, 20);
          };
          look();
        })"""
            .formatted(
                TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS),
                expression,
                "`" + expression.replace("\\", "\\\\").replace("`", "\\`") + "`"));
  }

  /// The value of an expression; a promise is waited for.
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(
          answer.at("/exceptionDetails/exception/description").asText("evaluation failed"));
    }
    return answer.at("/result/value");
  }

  public String text(String expression) {
    return evaluate(expression).asText();
  }

  /// Addresses asked for, by the page and its workers.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public List<String> violations() {
    return List.copyOf(violations);
  }

  public List<String> exceptions() {
    return List.copyOf(exceptions);
  }

  private void watch(String watched) {
    tools.post(watched, "Network.enable", Map.of());
    tools.post(watched, "Runtime.enable", Map.of());
    tools.post(watched, "Log.enable", Map.of());
  }

  private void event(String from, String method, JsonNode parameters) {
    switch (method) {
      case "Network.requestWillBeSent" -> requests.add(parameters.at("/request/url").asText());
      case "Runtime.exceptionThrown" ->
          exceptions.add(parameters.at("/exceptionDetails/exception/description").asText());
      case "Log.entryAdded" -> {
        if (parameters.at("/entry/text").asText().contains("Content Security Policy")) {
          violations.add(parameters.at("/entry/text").asText());
        }
      }
      case "Audits.issueAdded" -> {
        if (parameters.at("/issue/code").asText().equals("ContentSecurityPolicyIssue")) {
          violations.add(parameters.path("issue").toString());
        }
      }
      case "Target.attachedToTarget" -> attached(parameters.path("sessionId").asText());
      case "Page.loadEventFired" -> {
        if (from.equals(session)) {
          loaded.complete(null);
        }
      }
      default -> {}
    }
  }

  /// A worker, which waits to be let go until it is watched.
  private void attached(String worker) {
    if (!worker.equals(session)) {
      watch(worker);
      tools.post(worker, "Runtime.runIfWaitingForDebugger", Map.of());
    }
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return tools.send(session, method, parameters);
  }
}
