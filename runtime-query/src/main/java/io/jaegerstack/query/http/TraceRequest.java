package io.jaegerstack.query.http;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `/api/traces` is asked for: traces by their ids, or by what their spans are like.
sealed interface TraceRequest {
  /// A lookback that stands for given `start` and `end` in the links of Jaeger's UI.
  String CUSTOM_LOOKBACK = "custom";

  record ByIds(List<TraceId> ids) implements TraceRequest {}

  record ByQuery(TraceQuery query) implements TraceRequest {}

  static TraceRequest of(Parameters parameters, InstantSource clock) {
    List<String> ids = parameters.texts("traceID");
    if (!ids.isEmpty()) {
      var distinct = new LinkedHashSet<TraceId>();
      ids.forEach(id -> distinct.add(traceId("traceID", id)));
      return new ByIds(List.copyOf(distinct));
    }
    return new ByQuery(query(parameters, clock));
  }

  static TraceId traceId(String parameter, String text) {
    try {
      return TraceId.parse(text);
    } catch (IllegalArgumentException _) {
      throw HttpFailure.badRequest(
          "cannot parse %s param: found \"%s\", expected 1 to 32 hexadecimal digits"
              .formatted(parameter, Parameters.shortened(text)));
    }
  }

  private static TraceQuery query(Parameters parameters, InstantSource clock) {
    String service = parameters.required("service");
    Instant end = parameters.micros("end").orElseGet(clock::instant);
    Duration lookback = lookback(parameters);
    Instant start = parameters.micros("start").orElseGet(() -> end.minus(lookback));
    if (start.isAfter(end)) {
      throw HttpFailure.badRequest("'start' %s is after 'end' %s".formatted(start, end));
    }
    @Nullable Duration atLeast = parameters.duration("minDuration").orElse(null);
    @Nullable Duration atMost = parameters.duration("maxDuration").orElse(null);
    if (atLeast != null && atMost != null && atMost.compareTo(atLeast) < 0) {
      throw HttpFailure.badRequest("'maxDuration' should be greater than 'minDuration'");
    }
    return new TraceQuery(
        service,
        parameters.text("operation").orElse(null),
        TagParameters.of(parameters),
        start,
        end,
        atLeast,
        atMost,
        limit(parameters));
  }

  private static int limit(Parameters parameters) {
    long limit = parameters.whole("limit", 0, QueryService.MOST_TRACES, "traces").orElse(0);
    return limit == 0 ? QueryService.DEFAULT_TRACES : (int) limit;
  }

  private static Duration lookback(Parameters parameters) {
    return parameters
        .text("lookback")
        .filter(text -> !text.equals(CUSTOM_LOOKBACK))
        .map(
            text ->
                Lookback.parse(text)
                    .orElseThrow(
                        () ->
                            Parameters.wrong(
                                "lookback",
                                text,
                                "an amount such as 5m, 2h, 2d or 4w, at most 3650d")))
        .orElse(QueryService.DEFAULT_LOOKBACK);
  }
}
