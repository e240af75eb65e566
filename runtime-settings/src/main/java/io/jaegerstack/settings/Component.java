package io.jaegerstack.settings;

/// A process, by the word that its flags, metrics and manifests use.
public enum Component {
  AGENT("agent", "takes spans from clients over UDP and sends them to collectors"),
  COLLECTOR("collector", "takes spans in every protocol and writes them to storage"),
  QUERY("query", "answers the UI and other readers from storage"),
  ALL_IN_ONE("all-in-one", "agent, collector and query in one process"),
  OPERATOR("operator", "turns JaegerStacks into the objects of a tracing stack, and keeps them so");

  private final String word;
  private final String purpose;

  Component(String word, String purpose) {
    this.word = word;
    this.purpose = purpose;
  }

  /// As in file names and in `--help`.
  public String word() {
    return word;
  }

  public String purpose() {
    return purpose;
  }

  @Override
  public String toString() {
    return word;
  }
}
