package io.jaegerstack.operator.resolve;

import io.jaegerstack.settings.Component;

/// Names of the images that belong to this operator: `<prefix>/<component>:<version>`.
public record Images(String prefix, String version, String pullPolicy) {

  public String of(Component component) {
    return "%s/%s:%s".formatted(prefix, component.word(), version);
  }
}
