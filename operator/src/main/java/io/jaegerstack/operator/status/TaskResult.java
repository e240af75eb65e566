package io.jaegerstack.operator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/// What a command about the storage said when it ended: its last line, which is JSON, or whatever
/// it wrote before it could write that.
///
/// @param reason one of [#REASONS]; empty where it named none of them
/// @param message for people
/// @param isSuccess whether it ended with 0
record TaskResult(Optional<String> reason, String message, boolean isSuccess) {
  /// What can be wrong with a storage, as the runtime calls it.
  static final Set<String> REASONS =
      Set.of(
          "Unreachable", "Unauthorized", "MappingConflict", "ReadOnly", "SchemaMissing", "Refused");

  /// More is no message any more.
  private static final int MOST_CHARACTERS = 1_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Of the command that failed last in that pod, or else of its last command.
  static Optional<TaskResult> of(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    var ended =
        Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(),
                pod.getStatus().getContainerStatuses().stream())
            .flatMap(status -> ended(status).stream())
            .map(TaskResult::of)
            .toList();
    return ended.stream()
        .filter(result -> !result.isSuccess())
        .findFirst()
        .or(() -> ended.isEmpty() ? Optional.empty() : Optional.of(ended.getLast()));
  }

  private static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
    return Stream.of(status.getState(), status.getLastState())
        .flatMap(state -> Optional.ofNullable(state).map(ContainerState::getTerminated).stream())
        .findFirst();
  }

  private static TaskResult of(ContainerStateTerminated end) {
    boolean isSuccess = Integer.valueOf(0).equals(end.getExitCode());
    String words = end.getMessage() == null ? "" : end.getMessage().strip();
    var json = lastLine(words);
    if (!json.isObject()) {
      String said =
          words.isEmpty()
              ? "ended with exit code %d (%s)".formatted(end.getExitCode(), end.getReason())
              : words;
      return new TaskResult(Optional.empty(), cut(said), isSuccess);
    }
    return new TaskResult(
        Optional.of(json.path("reason").asText()).filter(REASONS::contains),
        cut(isSuccess ? done(json) : json.path("message").asText(words)),
        isSuccess);
  }

  /// `deleted 2 (a, b); a note`, as far as there is anything to say.
  private static String done(JsonNode json) {
    var parts = new ArrayList<String>();
    for (String what : List.of("created", "deleted", "changed")) {
      int count = json.path("counts").path(what).asInt();
      if (count > 0) {
        var names = new StringJoiner(", ", " (", ")").setEmptyValue("");
        json.path(what).forEach(name -> names.add(name.asText()));
        parts.add("%s %d%s".formatted(what, count, names));
      }
    }
    Stream.of("note", "message")
        .map(field -> json.path(field).asText())
        .filter(text -> !text.isEmpty())
        .forEach(parts::add);
    return parts.isEmpty() ? "nothing to do" : String.join("; ", parts);
  }

  private static JsonNode lastLine(String words) {
    try {
      return JSON.readTree(words.substring(words.lastIndexOf('\n') + 1));
    } catch (JsonProcessingException none) {
      return JSON.missingNode();
    }
  }

  private static String cut(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS) + "…";
  }
}
