package io.jaegerstack.operator.resolve;

/// A stack's name and namespace, and the names of the objects that are made for it.
public record StackName(String name, String namespace) {

  public String agent() {
    return name + "-agent";
  }

  public String collector() {
    return name + "-collector";
  }

  /// The Service without an address of its own, behind which agents find every collector.
  public String collectorHeadless() {
    return name + "-collector-headless";
  }

  public String query() {
    return name + "-query";
  }

  public String storage() {
    return name + "-storage";
  }

  public String sampling() {
    return name + "-sampling";
  }

  public String ui() {
    return name + "-ui";
  }
}
