package io.jaegerstack.query.service;

/// IPv4 addresses packed into 32 bits, the first number highest.
final class Ipv4 {
  static String dotted(int packed) {
    return "%d.%d.%d.%d"
        .formatted(packed >>> 24, packed >>> 16 & 0xff, packed >>> 8 & 0xff, packed & 0xff);
  }

  private Ipv4() {}
}
