package io.jaegerstack.storage.cassandra;

import java.nio.ByteBuffer;

/// Asks the tables. Each page of an answer is asked for again where that may help, as often as
/// `cassandra.max-retry-attempts` says.
final class Reads {
  private final LiveSession session;
  private final int attempts;

  Reads(LiveSession session, int attempts) {
    this.session = session;
    this.attempts = attempts;
  }

  /// Starts `query`, and does not wait.
  ///
  /// @param values in the order of its marks
  /// @throws io.jaegerstack.storage.StorageException where there is no session
  Pages start(Query query, ByteBuffer... values) {
    LiveSession.Connected connected = session.connected();
    return new Pages(connected.session(), connected.statements().query(query, values), attempts);
  }
}
