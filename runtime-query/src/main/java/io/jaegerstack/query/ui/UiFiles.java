package io.jaegerstack.query.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The files of the built UI, read from the class path when first asked for and kept: there are
/// few, and only those that exist are kept.
final class UiFiles {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("woff2", "font/woff2"));

  /// Names that builds make. An encoded slash arrives as part of a segment, so that looking for
  /// `..` alone between slashes would not do.
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");

  private final ClassLoader loader;
  private final String folder;
  private final Map<String, UiFile> read = new ConcurrentHashMap<>();

  /// @param folder of resources, ending with a slash
  UiFiles(ClassLoader loader, String folder) {
    this.loader = loader;
    this.folder = folder;
  }

  /// The file at `path`, relative to the folder; nothing for a folder or a type that a UI does not
  /// have.
  Optional<UiFile> file(String path) {
    String type = TYPES.get(extension(path));
    if (type == null || !PATH.matcher(path).matches()) {
      return Optional.empty();
    }
    UiFile known = read.get(path);
    return known != null ? Optional.of(known) : load(path, type);
  }

  private Optional<UiFile> load(String path, String type) {
    try (InputStream in = loader.getResourceAsStream(folder + path)) {
      if (in == null) {
        return Optional.empty();
      }
      var file = new UiFile(type, in.readAllBytes());
      read.put(path, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + path + " from the class path", e);
    }
  }

  private static String extension(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  record UiFile(String contentType, byte[] bytes) {}
}
