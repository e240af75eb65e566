package io.jaegerstack.e2e;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/// What the sample application says a backend must show for one trace, no more and no less
/// (`e2e/apps/otgrpc/expected.go`).
@JsonIgnoreProperties(ignoreUnknown = true)
record ExpectedTrace(String traceId, String call, List<ExpectedSpan> spans) {

  /// @param parent index of the parent in the trace's spans, -1 for the root
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ExpectedSpan(
      String service,
      String operation,
      int parent,
      Map<String, Object> tags,
      int tagCount,
      int logs) {}
}
