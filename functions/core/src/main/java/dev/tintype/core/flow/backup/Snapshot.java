package dev.tintype.core.flow.backup;

import dev.tintype.core.flow.backup.BackupListener.Phase;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Pages;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The records of one instant.
final class Snapshot {

  private static final int PAGE = 1_000;

  private final RecordTransfer records;

  Snapshot(RecordTransfer records) {
    this.records = records;
  }

  /// Writes all rows of one instant into files.
  ///
  /// @param folder for the files
  /// @return the file of each table
  /// @throws BackupRefused when the store cannot show an instant
  Map<Table, Path> write(Path folder, BackupListener listener, BooleanSupplier stopping)
      throws Stopped {
    long all = 0;
    for (Table table : Table.values()) {
      all += records.count(table);
    }
    long rows = all;
    Optional<Map<Table, Path>> files =
        records.atOneInstant(pages -> new Spool(pages, folder, rows, listener, stopping).all());
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    }
    return files.orElseThrow(() ->
        new BackupRefused(
            "The records of %s cannot be read at one instant, so they cannot be backed up here: use the backups of that database."
                .formatted(records.name())));
  }

  private record Spool(
      Pages pages, Path folder, long rows, BackupListener listener, BooleanSupplier stopping) {

    Map<Table, Path> all() {
      Map<Table, Path> files = new EnumMap<>(Table.class);
      long done = 0;
      for (Table table : Table.values()) {
        Path file = folder.resolve(name(table));
        done = table(table, file, done);
        files.put(table, file);
      }
      return files;
    }

    private long table(Table table, Path file, long before) {
      long done = before;
      try (RowFile.Out out = new RowFile.Out(file)) {
        Optional<String> after = Optional.empty();
        List<Row> page = pages.page(table, after, PAGE);
        while (!page.isEmpty() && !stopping.getAsBoolean()) {
          for (Row row : page) {
            out.add(row);
          }
          done += page.size();
          listener.advanced(Phase.READING, done, Math.max(done, rows), 0);
          after = Optional.of(page.getLast().key());
          page = page.size() < PAGE ? List.of() : pages.page(table, after, PAGE);
        }
        return done;
      } catch (IOException e) {
        throw new StoreUnavailable("the rows could not be written to " + file + ": " + e, e);
      }
    }
  }

  private static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT) + ".rows";
  }

  /// @return the rows of an image as they are now, all of one instant
  ImageRows now(String id) {
    return records
        .atOneInstant(pages -> new ImageRows(id, image(pages, id), versions(pages, id)))
        .orElseThrow();
  }

  private static Optional<Row> image(Pages pages, String id) {
    // Keys that differ in the last character alone are few.
    Optional<String> before = Optional.of(id.substring(0, id.length() - 1));
    return pages.page(Table.IMAGES, before, PAGE).stream()
        .filter(row -> row.key().equals(id))
        .findFirst();
  }

  private static List<Row> versions(Pages pages, String id) {
    String prefix = id + "/";
    List<Row> own = new ArrayList<>();
    String after = prefix;
    List<Row> page;
    do {
      page =
          pages.page(Table.VERSIONS, Optional.of(after), PAGE).stream()
              .filter(row -> row.key().startsWith(prefix))
              .toList();
      own.addAll(page);
      after = page.isEmpty() ? after : page.getLast().key();
    } while (page.size() == PAGE);
    return own;
  }

  /// @return a reader of the images as they are now, page by page
  Images images() {
    return new Images();
  }

  /// The images as they are now, in ascending order of their ids. For one thread.
  final class Images {

    private List<Row> page = List.of();
    private int at;
    private Optional<String> last = Optional.empty();
    private boolean isEnd;

    /// @param id greater than that of the call before
    /// @return whether the image is live now
    boolean isLive(String id) {
      while (true) {
        while (at < page.size() && page.get(at).key().compareTo(id) < 0) {
          at++;
        }
        if (at < page.size()) {
          return page.get(at).key().equals(id) && ImageRows.isLive(page.get(at));
        }
        if (isEnd) {
          return false;
        }
        page = records.page(Table.IMAGES, last, PAGE);
        at = 0;
        isEnd = page.size() < PAGE;
        last = page.isEmpty() ? last : Optional.of(page.getLast().key());
      }
    }
  }
}
