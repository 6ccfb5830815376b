package dev.tintype.core.flow.backup;

import dev.tintype.core.Sha256;
import dev.tintype.core.flow.Fetched;
import dev.tintype.core.flow.backup.BackupIndex.Counts;
import dev.tintype.core.flow.backup.BackupIndex.Rows;
import dev.tintype.core.flow.backup.BackupIndex.Watermark;
import dev.tintype.core.flow.backup.ImageRows.Contents;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Makes the rows that a backup keeps from those of its instant: with the images that were taken as
/// they were later, and without those that were erased meanwhile, of which the tombstones stay.
final class LastRows {

  private final String from;
  private final String store;
  private final Instant takenAt;
  private final Map<Table, Path> rows;
  private final Snapshot snapshot;
  private final ImageCopy copy;
  private final Map<String, ImageRows> changed;

  private long images;
  private long ready;
  private long files;
  private long bytes;

  LastRows(
      String from,
      String store,
      Instant takenAt,
      Map<Table, Path> rows,
      Snapshot snapshot,
      ImageCopy copy) {
    this.from = from;
    this.store = store;
    this.takenAt = takenAt;
    this.rows = rows;
    this.snapshot = snapshot;
    this.copy = copy;
    this.changed = copy.changed();
  }

  /// Stores the rows.
  ///
  /// @param folder for files on their way
  /// @return the index, which is not stored
  BackupIndex index(Path folder, List<Watermark> watermarks, BooleanSupplier stopping)
      throws Stopped {
    Map<Table, Rows> stored = new EnumMap<>(Table.class);
    try {
      Map<Table, Long> counts = new EnumMap<>(Table.class);
      counts.putAll(imagesAndVersions(folder, stopping));
      for (Table table : Table.values()) {
        Path file = folder.resolve(table.name());
        long count;
        if (counts.containsKey(table)) {
          count = Objects.requireNonNull(counts.get(table));
        } else {
          file = Objects.requireNonNull(rows.get(table));
          count = count(file);
        }
        stored.put(table, stored(file, count));
      }
    } catch (IOException e) {
      throw new StoreUnavailable("the rows of the backup could not be written: " + e, e);
    }
    return new BackupIndex(
        takenAt, store, from, stored, watermarks, new Counts(images, ready, files, bytes));
  }

  private Map<Table, Long> imagesAndVersions(Path folder, BooleanSupplier stopping)
      throws IOException, Stopped {
    Snapshot.Images now = snapshot.images();
    try (ImageReader reader = new ImageReader(rows);
        RowFile.Out ofImages = new RowFile.Out(folder.resolve(Table.IMAGES.name()));
        RowFile.Out ofVersions = new RowFile.Out(folder.resolve(Table.VERSIONS.name()))) {
      for (Optional<ImageRows> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (stopping.getAsBoolean()) {
          throw new Stopped();
        }
        ImageRows image = last(next.get(), now);
        count(image.contents(), image.isLive());
        if (image.image().isPresent()) {
          ofImages.add(image.image().get());
        }
        for (Row version : image.versions()) {
          ofVersions.add(version);
        }
      }
      return Map.of(Table.IMAGES, ofImages.rows(), Table.VERSIONS, ofVersions.rows());
    }
  }

  private ImageRows last(ImageRows image, Snapshot.Images now) {
    ImageRows taken = changed.getOrDefault(image.id(), image);
    if (!taken.isLive() || now.isLive(image.id())) {
      return taken;
    }
    ImageRows gone = snapshot.now(image.id());
    changed.put(image.id(), gone);
    return gone;
  }

  private void count(Contents contents, boolean isLive) {
    images += isLive ? 1 : 0;
    ready += contents.ready();
    for (ImageFile file : contents.files()) {
      if (file.isPromised()) {
        files++;
        bytes += file.bytes();
      }
    }
  }

  private static long count(Path file) throws IOException {
    long rows = 0;
    try (RowFile.In in = new RowFile.In(file)) {
      while (in.peek().isPresent()) {
        in.take();
        rows++;
      }
    }
    return rows;
  }

  private Rows stored(Path file, long rows) throws IOException {
    Sha256 digest;
    try (InputStream in = Files.newInputStream(file)) {
      digest = Sha256.of(in);
    }
    Fetched part = new Fetched(file, Files.size(file), digest, /* isFetched= */ false);
    copy.keepRows(part);
    return new Rows(rows, part.bytes(), digest);
  }
}
