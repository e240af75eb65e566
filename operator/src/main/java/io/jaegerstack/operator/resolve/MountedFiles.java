package io.jaegerstack.operator.resolve;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Options that name a file. Our images have none, and what is in no Secret that is mounted would
/// end the process at its start.
///
/// @param section path of the section in the custom resource, such as `spec.collector`
/// @param secrets names of the Secrets that are mounted
record MountedFiles(String section, List<String> secrets) {
  private static final List<String> FILES =
      List.of("-file", ".tls.ca", ".tls.cert", ".tls.key", ".tls.client-ca");

  /// A Secret's key, as Kubernetes takes it: a plain file name.
  private static final Pattern KEY = Pattern.compile("(?!\\.\\.|\\.$)[-._a-zA-Z0-9]{1,253}");

  void check(Map<String, String> options, Problems problems) {
    options.forEach(
        (name, value) -> {
          if (FILES.stream().anyMatch(name::endsWith) && !value.isEmpty() && !isMounted(value)) {
            problems.add(
                section + ".options",
                "--%s is \"%s\", expected a file of a Secret that %s.secrets names, such as %s/%s"
                    .formatted(
                        name,
                        value,
                        section,
                        ResolvedPods.directory(secrets.isEmpty() ? "<name>" : secrets.getFirst()),
                        "<key>"));
          }
        });
  }

  private boolean isMounted(String file) {
    return secrets.stream()
        .map(secret -> ResolvedPods.directory(secret) + "/")
        .anyMatch(
            directory ->
                file.startsWith(directory)
                    && KEY.matcher(file.substring(directory.length())).matches());
  }
}
