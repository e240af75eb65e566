package io.jaegerstack.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Datagrams that real clients sent; their origin is in `testdata/README.md`.
public final class Datagrams {
  private Datagrams() {}

  public static List<byte[]> of(String client) {
    var datagrams = new ArrayList<byte[]>();
    try (var raw = Datagrams.class.getResourceAsStream("/testdata/udp-" + client + ".bin");
        var in = new DataInputStream(Objects.requireNonNull(raw))) {
      while (in.available() > 0) {
        datagrams.add(in.readNBytes(in.readInt()));
      }
      return datagrams;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
