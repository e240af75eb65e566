package io.jaegerstack.model;

/// The emitter of spans, its tags flat; shared by the spans of a batch.
public record FlatProcess(Key serviceName, FlatTags tags) {
  public static FlatProcess of(Process process) {
    return new FlatProcess(Key.of(process.serviceName()), FlatTags.of(process.tags()));
  }

  public Process toProcess() {
    return new Process(serviceName.text(), tags.toList());
  }
}
