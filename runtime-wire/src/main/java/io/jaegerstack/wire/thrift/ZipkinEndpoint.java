package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.I16;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;

/// `Endpoint` of zipkinCore.thrift; scratch, filled again and again.
final class ZipkinEndpoint {
  private static final Key NO_SERVICE = Key.of("");
  private static final Key PEER_SERVICE = Key.of("peer.service");
  private static final Key PEER_IPV4 = Key.of("peer.ipv4");
  private static final Key PEER_IPV6 = Key.of("peer.ipv6");
  private static final Key PEER_PORT = Key.of("peer.port");
  private static final int ABSENT = -1;

  Key service = NO_SERVICE;
  int ipv4;
  private boolean isPresent;
  private int port;
  private int ipv6Offset;
  private int ipv6Length;

  void clear() {
    isPresent = false;
    service = NO_SERVICE;
    ipv4 = 0;
    port = 0;
    ipv6Length = ABSENT;
  }

  /// Fills this with the struct at the position.
  void read(ThriftReader in, InternTable keys) {
    clear();
    isPresent = true;
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | I32 -> ipv4 = in.i32();
        case 2 << BITS | I16 -> port = in.i16() & 0xffff;
        case 3 << BITS | STRING -> {
          int length = in.length();
          service = keys.intern(in.bytes, in.position, length);
          in.position += length;
        }
        case 4 << BITS | STRING -> {
          ipv6Length = in.length();
          ipv6Offset = in.position;
          in.position += ipv6Length;
        }
        default -> in.skip(field);
      }
    }
  }

  boolean hasService() {
    return service.length() > 0;
  }

  /// Adds what Jaeger says of the other side of a call; nothing where there is no endpoint.
  void addPeerTags(FlatTags tags) {
    if (!isPresent) {
      return;
    }
    tags.addString(PEER_SERVICE, service);
    if (ipv4 != 0) {
      tags.addInt64(PEER_IPV4, Integer.toUnsignedLong(ipv4));
    }
    if (ipv6Length != ABSENT) {
      tags.addBinary(PEER_IPV6, ipv6Offset, ipv6Length);
    }
    if (port != 0) {
      tags.addInt64(PEER_PORT, port);
    }
  }
}
