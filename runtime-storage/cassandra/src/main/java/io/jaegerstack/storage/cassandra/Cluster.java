package io.jaegerstack.storage.cassandra;

import static io.jaegerstack.settings.CassandraSettings.WRITE_CACHE_TTL;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One keyspace and the way to it: that of all traces, or that of archived ones.
final class Cluster implements ArchiveStorage {
  /// How long requests that end with the session are waited for.
  private static final Duration END = Duration.ofSeconds(2);

  private final ClusterSettings settings;
  private final CassandraCredentials credentials;
  private final Schema schema;
  private final LiveSession session;
  private final Reads reads;
  private final CassandraWriter writer;
  private final CassandraReader reader;

  private Cluster(
      ClusterSettings settings, MeterRegistry registry, InFlight inFlight, WriteMetrics metrics) {
    this.settings = settings;
    SettingValues values = settings.values();
    credentials = new CassandraCredentials(settings);
    schema = new Schema(settings.keyspace(), SchemaSettings.of(settings));
    session =
        new LiveSession(
            new DriverSession(settings, credentials, registry),
            schema,
            settings.keyspace(),
            System::nanoTime);
    reads = new Reads(session, settings.value(CassandraSettings::maxRetryAttempts));
    var names = new NameCache(values.value(WRITE_CACHE_TTL), System::nanoTime);
    writer = new CassandraWriter(session, values, names, inFlight, metrics);
    reader = new CassandraReader(reads, TagRules.of(values));
  }

  static Cluster of(
      SettingValues values,
      CassandraSettings names,
      MeterRegistry registry,
      InFlight inFlight,
      WriteMetrics metrics) {
    return new Cluster(ClusterSettings.of(values, names), registry, inFlight, metrics);
  }

  @Override
  public SpanWriter writer() {
    return writer;
  }

  SpanReader reader() {
    return reader;
  }

  Reads reads() {
    return reads;
  }

  /// What is shared beside spans, in this keyspace.
  SharedTables shared() {
    return new SharedTables(session, settings.keyspace());
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    return reader.trace(id, room);
  }

  /// Makes the schema, and has it looked at.
  ///
  /// @return what was missing before
  /// @throws StorageException where it cannot be made, or is there in another form
  List<String> createSchema() {
    try {
      return schema.create(session.session());
    } catch (SettingException unsaid) {
      throw new StorageException(Kind.INVALID, String.valueOf(unsaid.getMessage()), unsaid);
    } catch (DriverException failed) {
      throw explained(CassandraErrors.of(failed));
    }
  }

  /// Looks at the schema as it is now, and reads a row.
  ///
  /// @throws StorageException with its trouble
  void check() {
    LiveSession.Connected connected = session.connected();
    try {
      schema.verify(connected.session());
      connected
          .session()
          .execute(
              SimpleStatement.newInstance(
                  "SELECT service_name FROM %s.service_names LIMIT 1"
                      .formatted(settings.keyspace())));
    } catch (DriverException failed) {
      throw explained(CassandraErrors.of(failed));
    }
  }

  /// To the driver, servers that do not let us in are servers that are down. One that dies while we
  /// say who we are looks the same, until it is asked anew.
  private StorageException explained(StorageException why) {
    boolean isDown = why.trouble().equals(Optional.of(Trouble.UNREACHABLE));
    return isDown && !credentials.isWelcome() ? session.askedAnew(why) : why;
  }

  /// A write under way ends with the answers to its current requests; what they do not store is
  /// reported as failed.
  long close(Duration atMost) {
    long left = writer.close(atMost);
    session.close(END);
    return left;
  }
}
