package io.jaegerstack.model;

import java.util.List;

/// The emitter of spans: service name and the tags that all its spans share.
public record Process(String serviceName, List<Tag> tags) {
  public Process {
    tags = List.copyOf(tags);
  }
}
