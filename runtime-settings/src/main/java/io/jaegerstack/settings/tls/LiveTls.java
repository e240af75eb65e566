package io.jaegerstack.settings.tls;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.TlsServerSettings;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// TLS of one server or client as its files have it now. New connections get the newest generation
/// that was good; those that are open keep theirs. Safe from every thread.
public final class LiveTls {
  /// What a look at the files found.
  public sealed interface Look {
    record Unchanged() implements Look {}

    record Replaced(TlsGeneration by) implements Look {}

    /// The files cannot be used; what they were goes on.
    record Kept(String why) implements Look {}
  }

  private final TlsFiles files;
  private volatile TlsGeneration current;

  private LiveTls(TlsFiles files) {
    this.files = files;
    this.current = files.generation(files.read());
  }

  /// Nothing where TLS is off.
  ///
  /// @throws SettingException naming the setting and the file that cannot be used
  public static Optional<LiveTls> of(SettingValues settings, TlsServerSettings tls) {
    return tls.isOn(settings)
        ? Optional.of(new LiveTls(TlsFiles.of(settings, tls)))
        : Optional.empty();
  }

  /// Nothing where TLS is off.
  ///
  /// @throws SettingException naming the setting and the file that cannot be used
  public static Optional<LiveTls> of(SettingValues settings, TlsClientSettings tls) {
    return tls.isOn(settings)
        ? Optional.of(new LiveTls(TlsFiles.of(settings, tls)))
        : Optional.empty();
  }

  public TlsGeneration current() {
    return current;
  }

  /// Reads the files, and takes over what they have become. Waits for the disk.
  public synchronized Look look() {
    try {
      var contents = files.read();
      if (contents.digest().equals(current.digest())) {
        return new Look.Unchanged();
      }
      var next = files.generation(contents);
      current = next;
      return new Look.Replaced(next);
    } catch (SettingException unusable) {
      return new Look.Kept(String.valueOf(unusable.getMessage()));
    }
  }

  /// A context that is always the newest generation's.
  public SSLContext context() {
    return context("", () -> {});
  }

  /// For a client that has no other way to say which name a server must have.
  ///
  /// @param serverName asked for, and expected in certificates, instead of the one dialled; empty
  ///   for the latter
  /// @param beforeEach is run before each new connection, on its thread
  public SSLContext context(String serverName, Runnable beforeEach) {
    return FollowingContext.of(this, serverName, beforeEach);
  }
}
