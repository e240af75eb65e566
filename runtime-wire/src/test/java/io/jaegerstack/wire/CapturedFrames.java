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

  /// What all clients sent whose name and protocol end in `protocol`; in a list that may be added
  /// to.
  static List<byte[]> ofAll(String protocol) {
    try (var files = Files.list(DIRECTORY)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(protocol + ".bin"))
              .map(name -> name.substring(0, name.length() - ".bin".length()))
              .sorted()
              .toList();
      List<byte[]> frames = new ArrayList<>();
      names.forEach(name -> frames.addAll(of(name)));
      frames.removeIf(frame -> frame.length == 0);
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CapturedFrames() {}
}
