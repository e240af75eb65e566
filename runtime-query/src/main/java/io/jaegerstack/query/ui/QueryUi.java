package io.jaegerstack.query.ui;

import io.jaegerstack.query.http.Mount;
import io.jaegerstack.query.ui.UiFiles.UiFile;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the UI: its files, and its first page for every path that is neither a file nor the API,
/// because the UI routes by itself (`/search`, `/trace/…`).
public final class QueryUi {
  private static final Logger LOG = LoggerFactory.getLogger(QueryUi.class);

  /// What the page may load and do: only what this server serves, and one worker by the policy that
  /// admits its URL.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types ui-worker";

  private static final String FOLDER = "ui/";

  /// The build puts a hash of the content into the names below it.
  private static final String HASHED = "assets/";

  private static final String YEAR = "public, max-age=31536000, immutable";
  private static final String REVALIDATE = "no-cache";
  private static final String HTML = "text/html; charset=utf-8";

  private final UiFiles files;
  private final BasePath base;
  private final String version;
  private final @Nullable Path configFile;
  private volatile Rendered rendered;

  private QueryUi(UiFiles files, BasePath base, String version, @Nullable Path configFile) {
    this.files = files;
    this.base = base;
    this.version = version;
    this.configFile = configFile;
    this.rendered = render();
  }

  /// @param uiConfig the user's file; empty for none
  /// @throws SettingException where that file is not as expected
  public static QueryUi of(BasePath base, String version, String uiConfig) {
    return of(new UiFiles(QueryUi.class.getClassLoader(), FOLDER), base, version, uiConfig);
  }

  static QueryUi of(UiFiles files, BasePath base, String version, String uiConfig) {
    return new QueryUi(files, base, version, uiConfig.isEmpty() ? null : Path.of(uiConfig));
  }

  public void mount(Mount mount) {
    mount.get("/*", this::answer);
  }

  private HttpAnswer answer(HttpCall call) {
    String path = call.parameter("*");
    if (path.equals("index.html")) {
      return page();
    }
    Optional<UiFile> file = files.file(path);
    if (file.isPresent()) {
      String caching = path.startsWith(HASHED) ? YEAR : REVALIDATE;
      return guarded(HttpAnswer.bytes(200, file.get().contentType(), file.get().bytes()), caching);
    }
    if (path.startsWith(HASHED)) {
      throw HttpFailure.notFound("no such file of this UI: it may be one of another version");
    }
    return page();
  }

  private HttpAnswer page() {
    if (configFile != null && !rendered.configTime().equals(changed(configFile))) {
      renderAgain(configFile);
    }
    return guarded(HttpAnswer.bytes(200, HTML, rendered.page()), REVALIDATE);
  }

  private static HttpAnswer guarded(HttpAnswer answer, String caching) {
    return answer
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", caching);
  }

  /// Keeps the page as it is where the changed file is not as expected: a mistake must not take the
  /// UI away.
  private synchronized void renderAgain(Path config) {
    FileTime now = changed(config);
    if (rendered.configTime().equals(now)) {
      return;
    }
    try {
      rendered = render();
      LOG.info("ui configuration read again file=\"{}\"", config);
    } catch (SettingException refused) {
      rendered = new Rendered(rendered.page(), now);
      LOG.warn("ui configuration kept as it was: {}", refused.getMessage());
    }
  }

  private Rendered render() {
    FileTime time = configFile == null ? FileTime.fromMillis(0) : changed(configFile);
    String config = configFile == null ? "{}" : UiConfig.read(configFile);
    byte[] page =
        files
            .file("index.html")
            .map(built -> IndexPage.of(built.bytes(), base, version, config))
            .orElseGet(() -> IndexPage.withoutUi(base));
    return new Rendered(page, time);
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException absent) {
      return FileTime.fromMillis(0);
    }
  }

  /// @param configTime of the configuration that the page was made with
  private record Rendered(byte[] page, FileTime configTime) {}
}
