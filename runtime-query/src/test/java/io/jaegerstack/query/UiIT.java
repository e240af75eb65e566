package io.jaegerstack.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.browser.BrowserPage;
import io.jaegerstack.query.browser.Chromium;
import io.jaegerstack.settings.QuerySettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.WriteOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The built UI on the real server and a real storage, in a real browser.
///
/// Skipped, with the reason, where there is no browser or no built UI; `-De2e=required` fails
/// instead.
class UiIT {
  private static final TraceId TRACE = new TraceId(7, 0x1234);
  private static final String SERVICE = "<script>globalThis.owned=1</script>";
  private static final String OPERATION = "<img src=x onerror=\"globalThis.owned=1\">";

  private static Storage storage;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeFalse("off".equals(System.getProperty("e2e")), "-De2e=off");
    Optional<Path> executable = Chromium.installed();
    require(executable.isPresent(), "no chromium on the PATH (Debian: apt-get install chromium)");
    require(
        UiIT.class.getResource("/ui/index.html") != null,
        "no built UI on the class path: it was left out with -DskipUi");
    storage = StorageFactory.of("memory").open(RunningQuery.settings(), new SimpleMeterRegistry());
    storage.writer().write(List.of(SpanBatch.of(hostileTrace())), new AllStored());
    chromium = Chromium.start(executable.orElseThrow());
  }

  private static void require(boolean there, String otherwise) {
    if ("required".equals(System.getProperty("e2e"))) {
      assertThat(there).as(otherwise).isTrue();
    }
    assumeTrue(there, otherwise);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      storage.close();
    }
  }

  @Test
  void findsAndOpensATraceWhoseNamesAreMarkup() throws Exception {
    try (var query = new RunningQuery(storage)) {
      findAndOpen(query, "");
    }
  }

  @Test
  void doesTheSameUnderABasePath() throws Exception {
    try (var query =
        new RunningQuery(storage, s -> s.with(QuerySettings.BASE_PATH, "/any/prefix"))) {
      findAndOpen(query, "/any/prefix");
    }
  }

  private static void findAndOpen(RunningQuery query, String prefix) {
    BrowserPage page = chromium.open();
    String service = URLEncoder.encode(SERVICE, StandardCharsets.UTF_8);

    page.open(
        query.uri(prefix + "/search?service=" + service + "&lookback=1h&limit=20").toString());
    page.await("document.querySelector('[role=table] a[href*=\"/trace/" + TRACE + "\"]') !== null");
    assertThat(page.text("document.querySelector('[role=table]').innerText")).contains(OPERATION);
    page.evaluate(
        "document.querySelector('[role=table] a[href*=\"/trace/" + TRACE + "\"]').click()");

    page.await("location.pathname === '" + prefix + "/trace/" + TRACE + "'");
    page.await("document.querySelector('[role=treegrid]').innerText.includes('<img src=x')");
    assertThat(page.text("typeof globalThis.owned")).isEqualTo("undefined");
    assertThat(page.evaluate("document.querySelectorAll('img, main script').length").asInt())
        .isZero();
    assertThat(page.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(query.uri(prefix).toString()) || url.startsWith("data:"));
    assertThat(page.violations()).isEmpty();
    assertThat(page.exceptions()).isEmpty();
  }

  @Test
  void thePolicyIsInForce() throws Exception {
    try (var query = new RunningQuery(storage)) {
      BrowserPage page = chromium.open();
      page.open(query.uri("/search").toString());

      String refused =
          page.text(
              "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'allowed'; }"
                  + " catch (e) { return String(e); } })()");

      assertThat(refused).contains("TrustedHTML");
      assertThat(page.violations()).isNotEmpty();
    }
  }

  private static List<Span> hostileTrace() {
    long now = Instant.now().toEpochMilli() * 1_000_000;
    var process = new Process(SERVICE, List.of(Tag.of("<b>host</b>", "<i>h</i>")));
    var spans = new ArrayList<Span>();
    for (long id = 1; id <= 20; id++) {
      List<Reference> parent =
          id == 1 ? List.of() : List.of(Reference.childOf(TRACE, new SpanId(id - 1)));
      spans.add(
          new Span(
              TRACE,
              new SpanId(id),
              OPERATION,
              parent,
              FlatSpan.SAMPLED,
              now - 60_000_000_000L + id * 1_000_000,
              (100 - id) * 1_000_000,
              List.of(
                  Tag.of("error", id == 20),
                  Tag.of("http.url", "javascript:globalThis.owned=1"),
                  Tag.of("__proto__", "{\"<script>\": 1}")),
              List.of(new Log(now - 59_000_000_000L, List.of(Tag.of("event", OPERATION)))),
              process,
              List.of()));
    }
    return spans;
  }

  private static final class AllStored implements WriteOutcome {
    @Override
    public void stored(FlatSpan span) {}

    @Override
    public void failed(FlatSpan span, StorageException.Kind reason, String detail) {
      throw new AssertionError(reason + ": " + detail);
    }
  }
}
