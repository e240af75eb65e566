package io.jaegerstack.architecture;

/// Text inside a cell of a Markdown table: one line, and neither `|` nor `<` mean anything there.
final class MarkdownCell {
  private MarkdownCell() {}

  static String of(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
  }
}
