package io.jaegerstack.collector.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.settings.StorageCommandSettings.Verb;
import io.jaegerstack.storage.MaintenanceResult;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a command did, for whoever reads it as JSON: the operator, a script.
final class CommandResult {
  static final int OK = 0;
  private static final int FAILED = 1;

  private static final Logger LOG = LoggerFactory.getLogger(CommandResult.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What Kubernetes keeps of a termination message, bytes.
  private static final int LONGEST_MESSAGE = 4_096;

  private static final List<String> LISTS = List.of("created", "deleted", "changed");
  private static final double MILLIS_PER_SECOND = 1e3;

  private final boolean ok;
  private final Map<String, Object> fields;

  private CommandResult(boolean ok, Map<String, Object> fields) {
    this.ok = ok;
    this.fields = fields;
  }

  static CommandResult of(Verb verb, String storage, MaintenanceResult result) {
    var fields = begun(verb);
    fields.put("storage", storage);
    fields.put("ok", true);
    fields.put("needed", result.needed());
    Map<String, Object> counts = new LinkedHashMap<>();
    List<List<String>> lists = List.of(result.created(), result.deleted(), result.changed());
    for (int i = 0; i < lists.size(); i++) {
      fields.put(LISTS.get(i), lists.get(i));
      counts.put(LISTS.get(i), lists.get(i).size());
    }
    fields.put("counts", counts);
    fields.put("note", result.note());
    return new CommandResult(true, fields);
  }

  static CommandResult ready(String storage, String note) {
    var fields = begun(Verb.CHECK);
    fields.put("storage", storage);
    fields.put("ready", true);
    fields.put("message", note);
    return new CommandResult(true, fields);
  }

  static CommandResult failed(Verb verb, StorageException failure) {
    var fields = begun(verb);
    fields.put(verb == Verb.CHECK ? "ready" : "ok", false);
    fields.put("reason", reason(failure));
    fields.put("message", String.valueOf(failure.getMessage()));
    return new CommandResult(false, fields);
  }

  private static Map<String, Object> begun(Verb verb) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("command", "storage " + verb.words());
    return fields;
  }

  private static String reason(StorageException failure) {
    return failure
        .trouble()
        .map(Trouble::reason)
        .orElseGet(
            () ->
                switch (failure.kind()) {
                  case UNAVAILABLE, OVERLOADED -> Trouble.UNREACHABLE.reason();
                  case NOT_FOUND -> Trouble.SCHEMA_MISSING.reason();
                  case INVALID -> "Refused";
                });
  }

  boolean isOk() {
    return ok;
  }

  int exitCode() {
    return ok ? OK : FAILED;
  }

  /// One line of JSON.
  String line(Instant start, Instant end) {
    return json(timed(start, end));
  }

  private Map<String, Object> timed(Instant start, Instant end) {
    var all = new LinkedHashMap<>(fields);
    all.put("finished", end.toString());
    all.put("seconds", Duration.between(start, end).toMillis() / MILLIS_PER_SECOND);
    return all;
  }

  private static String json(Map<String, Object> all) {
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("maps and texts", impossible);
    }
  }

  /// Leaves the line as the container's termination message, where there is a place for one;
  /// without names, which the counts stand for, where it would be too long for it.
  void leave(Path terminationLog, Instant start, Instant end) {
    if (!Files.isWritable(terminationLog)) {
      return;
    }
    Map<String, Object> all = timed(start, end);
    if (json(all).getBytes(UTF_8).length > LONGEST_MESSAGE) {
      LISTS.forEach(all::remove);
    }
    try {
      Files.writeString(terminationLog, json(all), StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException unwritable) {
      LOG.warn("termination message not left in {}: {}", terminationLog, unwritable.getMessage());
    }
  }
}
