package io.jaegerstack.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a client sent with one of its protocols: `testdata/clients/<client>-<protocol>.bin`.
final class CapturedFrames {
  static final Path DIRECTORY = Path.of("src", "test", "resources", "testdata", "clients");

  static List<byte[]> of(String name) {
    List<byte[]> frames = new ArrayList<>();
    try (var in = new DataInputStream(Files.newInputStream(DIRECTORY.resolve(name + ".bin")))) {
      while (in.available() > 0) {
        frames.add(in.readNBytes(in.readInt()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }

  private CapturedFrames() {}
}
