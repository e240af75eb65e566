package io.jaegerstack.agent.processor;

import java.util.Arrays;

/// A client's identity, by its bytes. One instance looks up: it is pointed at packets and copied
/// only for a client that is new.
final class ClientUuid implements Comparable<ClientUuid> {
  private byte[] bytes = {};
  private int offset;
  private int length;
  private int hash;

  ClientUuid at(byte[] source, int from, int count) {
    bytes = source;
    offset = from;
    length = count;
    hash = 1;
    for (int i = from; i < from + count; i++) {
      hash = 31 * hash + source[i];
    }
    return this;
  }

  /// With bytes of its own.
  ClientUuid copy() {
    return new ClientUuid().at(Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientUuid uuid && compareTo(uuid) == 0;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// So that a map stays fast where somebody invents identities of one hash.
  @Override
  public int compareTo(ClientUuid other) {
    return Arrays.compare(
        bytes, offset, offset + length, other.bytes, other.offset, other.offset + other.length);
  }
}
