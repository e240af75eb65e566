package io.jaegerstack.operator.resolve;

import io.jaegerstack.crds.v1.JaegerStackSpec;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Names of Secrets become directories in the pods. What can be no Secret's name the API server
/// refuses already, and a CRD of another version may not.
record SecretNames(Problems problems) {
  /// RFC 1123, as Kubernetes has it.
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  void check(JaegerStackSpec spec) {
    check("spec.agent", spec.agent() == null ? null : spec.agent().secrets());
    check("spec.allInOne", spec.allInOne() == null ? null : spec.allInOne().secrets());
    check("spec.collector", spec.collector() == null ? null : spec.collector().secrets());
    check("spec.query", spec.query() == null ? null : spec.query().secrets());
  }

  private void check(String section, @Nullable List<String> names) {
    Stream.ofNullable(names)
        .flatMap(List::stream)
        .filter(Objects::nonNull)
        .filter(name -> !NAME.matcher(name).matches())
        .forEach(
            name ->
                problems.add(
                    section + ".secrets",
                    "has \"%s\", expected the name of a Secret, such as collector-tls"
                        .formatted(name)));
  }
}
