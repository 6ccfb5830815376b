package dev.tintype.core.flow.backup;

import dev.tintype.core.flow.Fetched;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The rows of a backup, fetched and compared with its index.
///
/// @param files the file of each table that is whole
/// @param damaged the tables that are not
record PartFiles(Map<Table, Path> files, List<Damaged> damaged) implements AutoCloseable {

  /// Fetches the rows of a backup.
  ///
  /// @param folder where they are left; it exists
  static PartFiles of(BackupPlace place, BackupIndex index, Path folder) {
    Map<Table, Path> files = new EnumMap<>(Table.class);
    List<Damaged> damaged = new ArrayList<>();
    for (Table table : Table.values()) {
      BackupIndex.Rows rows = index.rows(table);
      try (Fetched part = place.fetch(rows.sha256()).orElse(null)) {
        if (part == null || !part.is(rows.bytes(), rows.sha256())) {
          damaged.add(
              new Damaged(
                  "",
                  BackupPlace.key(rows.sha256()),
                  "the rows of %s %s"
                      .formatted(
                          table.name().toLowerCase(Locale.ROOT),
                          part == null ? "are not there" : "are altered")));
        } else {
          files.put(table, left(part, folder.resolve(rows.sha256().hex())));
        }
      }
    }
    return new PartFiles(files, damaged);
  }

  private static Path left(Fetched part, Path file) {
    try {
      Files.copy(part.path(), file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new StoreUnavailable("the rows of a backup could not be written: " + e, e);
    }
  }

  /// Removes the files.
  @Override
  public void close() {
    for (Path file : files.values()) {
      try {
        // Equal tables, such as empty ones, have one file.
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new StoreUnavailable("the rows of a backup could not be removed: " + e, e);
      }
    }
  }

  /// @return the images
  /// @throws BackupRefused when a table is damaged
  ImageReader images() {
    requireWhole();
    try {
      return new ImageReader(files);
    } catch (IOException e) {
      throw new StoreUnavailable("the rows of a backup could not be read: " + e, e);
    }
  }

  /// @throws BackupRefused when a table is damaged
  void requireWhole() {
    if (!damaged.isEmpty()) {
      throw new BackupRefused(
          "The backup is damaged: %s (%s)."
              .formatted(damaged.getFirst().detail(), damaged.getFirst().key()));
    }
  }
}
