package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.disk.Disk;
import io.jaegerstack.storage.segments.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The manifests of a directory. The one before the newest stays, in case the newest is damaged.
final class ManifestFiles {
  private final Disk disk;
  private final Path directory;
  private int newest;

  ManifestFiles(Disk disk, Path directory) {
    this.disk = disk;
    this.directory = directory;
  }

  /// The newest sound manifest; a new one where there is none and nothing that one would name.
  ///
  /// @param events told of those that are not sound
  /// @throws IOException also where there are segments and no sound manifest, or one of another
  ///   form
  Manifest read(VaultEvents events) throws IOException {
    refuseOtherForms();
    List<Integer> numbers = numbers();
    if (!numbers.isEmpty()) {
      newest = numbers.getFirst();
    }
    for (int number : numbers) {
      Optional<Manifest> manifest = Manifest.of(bytes(number));
      if (manifest.isPresent()) {
        return manifest.get();
      }
      events.manifestDamaged(directory.resolve(FileNames.manifest(number)).toString());
    }
    boolean hasData =
        disk.list(directory).stream()
            .anyMatch(entry -> FileNames.dataNumber(entry.name()).isPresent());
    if (hasData) {
      throw new IOException(
          "%s has segments and no manifest that can be read; restore it or move it away"
              .formatted(directory));
    }
    write(Manifest.empty());
    return Manifest.empty();
  }

  private void refuseOtherForms() throws IOException {
    for (Disk.Entry entry : disk.list(directory)) {
      if (FileNames.isOtherManifest(entry.name())) {
        throw new IOException(
            "%s has %s, expected manifests that end in .v1: another version has written it"
                .formatted(directory, entry.name()));
      }
    }
  }

  private List<Integer> numbers() throws IOException {
    return disk.list(directory).stream()
        .map(entry -> FileNames.manifestNumber(entry.name()))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private byte[] bytes(int number) throws IOException {
    try (DiskFile file = disk.open(directory.resolve(FileNames.manifest(number)))) {
      return file.read(0, (int) file.size());
    }
  }

  /// Makes `manifest` the truth. After an exception either it or the one before it is.
  void write(Manifest manifest) throws IOException {
    int number = FileNames.after(newest);
    newest = number;
    try (DiskFile file = disk.create(directory.resolve(FileNames.manifest(number)))) {
      file.write(ByteBuffer.wrap(manifest.toBytes()), 0);
      file.sync();
    }
    disk.syncDirectory(directory);
    for (int old : numbers()) {
      if (old < number - 1) {
        disk.delete(directory.resolve(FileNames.manifest(old)));
      }
    }
  }
}
