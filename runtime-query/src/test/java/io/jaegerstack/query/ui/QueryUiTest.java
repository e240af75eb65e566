package io.jaegerstack.query.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.query.http.AnswerHeaders;
import io.jaegerstack.query.http.Mount;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.HttpWatch;
import io.jaegerstack.server.http.Routes;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On the small UI of the folder `test-ui` of the test resources.
class QueryUiTest {
  private final EventLoops loops = EventLoops.of(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(Deadline.after(Duration.ofSeconds(5)));
    }
    loops.stop(Deadline.after(Duration.ofSeconds(5)));
    client.close();
  }

  @Test
  void answersEveryPathOfTheUiWithItsFirstPage() throws Exception {
    serve("", "");

    for (String path : List.of("/", "/search?service=a", "/trace/2a...3b", "/index.html", "/a/b")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.body()).contains("<base href=\"/\"", "<div id=\"root\">");
      assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
      assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    }
  }

  @Test
  void guardsEveryAnswerOfTheUi() throws Exception {
    serve("", "");

    for (String path : List.of("/search", "/assets/index-abc123.js")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("content-security-policy"))
          .contains(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self';"
                  + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                  + " trusted-types ui-worker");
      assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
      assertThat(headers.firstValue("referrer-policy")).contains("no-referrer");
    }
  }

  @Test
  void letsHashedFilesBeKeptAndOthersBeAskedForAgain() throws Exception {
    serve("", "");

    assertThat(get("/assets/index-abc123.js").headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    HttpResponse<String> icon = get("/favicon.svg");
    assertThat(icon.headers().firstValue("cache-control")).contains("no-cache");
    assertThat(icon.headers().firstValue("content-type")).contains("image/svg+xml");
  }

  @Test
  void answersMissingHashedFileWithNotFoundRatherThanAPage() throws Exception {
    serve("", "");

    assertThat(get("/assets/index-old.js").statusCode()).isEqualTo(404);
  }

  @Test
  void servesNothingFromOutsideItsFolder() throws Exception {
    serve("", "");

    for (String path : List.of("/%2e%2e/golden/trace.json", "/..%2fgolden%2ftrace.json")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.body()).doesNotContain("1234567890abcdef");
    }
    assertThat(get("/test-ui").body()).contains("<div id=\"root\">");
  }

  @Test
  void writesBasePathIntoThePage() throws Exception {
    serve("/tracing/ui", "");

    assertThat(get("/tracing/ui/search").body()).contains("<base href=\"/tracing/ui/\"");
    assertThat(get("/tracing/ui").body()).contains("<base href=\"/tracing/ui/\"");
    assertThat(get("/tracing/ui/assets/index-abc123.js").body()).contains("main");
  }

  @Test
  void refusesBasePathThatIsNone() {
    for (String path : List.of("jaeger", "/jaeger/", "/a\"b", "//x", "/a b", "/<")) {
      assertThatThrownBy(() -> BasePath.of(path))
          .isInstanceOf(SettingException.class)
          .hasMessageContaining(
              "--query.base-path (QUERY_BASE_PATH) is \"" + path + "\", expected");
    }
  }

  @Test
  void writesConfigurationIntoThePageWithoutEndingItsScript(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ui.json");
    Files.writeString(file, "{ \"menu\": [ {\"label\": \"</script><script>$1\\\\\"} ] }");
    serve("", file.toString());

    assertThat(get("/search").body())
        .contains(
            "id=\"jaegerstack-config\">{\"version\":\"1.2.3\",\"uiConfig\":{\"menu\":[{\"label\":\"\\u003c/script>\\u003cscript>$1\\\\\"}]}}</script>");
  }

  @Test
  void readsChangedConfigurationAgainAndKeepsTheOldOneWhereItIsBroken(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("ui.json");
    write(file, "{\"a\":1}", 1);
    serve("", file.toString());
    assertThat(get("/").body()).contains("\"uiConfig\":{\"a\":1}");

    write(file, "{\"a\":2}", 2);
    assertThat(get("/").body()).contains("\"uiConfig\":{\"a\":2}");

    write(file, "{\"a\":", 3);
    assertThat(get("/").body()).contains("\"uiConfig\":{\"a\":2}");

    write(file, "{\"a\":4}", 4);
    assertThat(get("/").body()).contains("\"uiConfig\":{\"a\":4}");
  }

  @Test
  void refusesToStartWithBrokenConfiguration(@TempDir Path folder) throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "[1]");
    Path script = Files.writeString(folder.resolve("ui.js"), "function UIConfig(){ return {} }");

    assertThatThrownBy(() -> ui("", broken.toString()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--query.ui-config (QUERY_UI_CONFIG) is \"" + broken)
        .hasMessageContaining("expected a JSON object");
    assertThatThrownBy(() -> ui("", script.toString()))
        .hasMessageContaining("JavaScript configuration is not run");
    assertThatThrownBy(() -> ui("", folder.resolve("absent.json").toString()))
        .hasMessageContaining("expected a readable file");
  }

  @Test
  void saysSoWhereTheUiWasLeftOutOfTheBuild() throws Exception {
    var files = new UiFiles(QueryUiTest.class.getClassLoader(), "no-such-folder/");
    serve(QueryUi.of(files, BasePath.of("/jaeger"), "1.2.3", ""), "/jaeger");

    assertThat(get("/jaeger/search").body())
        .contains("This build has no UI", "-DskipUi", "<base href=\"/jaeger/\">");
  }

  private static void write(Path file, String text, long second) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1_000));
  }

  private static QueryUi ui(String base, String config) {
    var files = new UiFiles(QueryUiTest.class.getClassLoader(), "test-ui/");
    return QueryUi.of(files, BasePath.of(base.isEmpty() ? "/" : base), "1.2.3", config);
  }

  private void serve(String base, String config) throws IOException {
    serve(ui(base, config), base);
  }

  private void serve(QueryUi ui, String base) throws IOException {
    var routes = Routes.Builder.under(base);
    var mount = new Mount(routes, AnswerHeaders.of(List.of()));
    ui.mount(mount);
    server =
        HttpServer.of(
            "ui",
            loops,
            HostPort.loopback(0),
            HttpLimits.small(),
            routes.build(),
            mount.errors(),
            HttpWatch.NONE);
    server.start();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
