package io.jaegerstack.query.service;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Tag;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Which host a process is on, by its tag `ip` in any of the forms that clients send.
final class HostKey {
  private static final String UNKNOWN = "";
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /// An address as text, or empty where the process does not tell.
  static String of(Process process) {
    for (Tag tag : process.tags()) {
      if (tag.key().equals("ip")) {
        return of(tag.value());
      }
    }
    return UNKNOWN;
  }

  private static String of(Tag.Value value) {
    return switch (value) {
      case Tag.Text(String text) -> text;
      case Tag.Int64(long packed) -> Ipv4.dotted((int) packed);
      case Tag.Binary(byte[] bytes) -> of(bytes);
      case Tag.Bool _, Tag.Float64 _ -> UNKNOWN;
    };
  }

  private static String of(byte[] bytes) {
    if (bytes.length != IPV4_BYTES && bytes.length != IPV6_BYTES) {
      return UNKNOWN;
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address of " + bytes.length + " bytes", e);
    }
  }

  private HostKey() {}
}
