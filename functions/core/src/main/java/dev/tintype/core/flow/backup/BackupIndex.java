package dev.tintype.core.flow.backup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.RecordTransfer.Table;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What one backup holds. It is stored last, so that a backup is there whole or not at all.
///
/// @param takenAt everything that was written before this instant is in it
/// @param store the id of the job store that it is of, see
///   [dev.tintype.core.port.RecordTransfer.Mark#id]
/// @param from the name of that store, for people
/// @param tables the rows of every table
/// @param watermarks the files of watermarks
/// @param counts what the tables speak of
public record BackupIndex(
    Instant takenAt,
    String store,
    String from,
    Map<Table, Rows> tables,
    List<Watermark> watermarks,
    Counts counts) {

  /// The number of the form. A release refuses any other.
  static final int FORM = 1;

  /// Copies map and list.
  public BackupIndex {
    tables = Map.copyOf(tables);
    watermarks = List.copyOf(watermarks);
  }

  /// The rows of a table.
  ///
  /// @param rows how many
  /// @param bytes the length of their file
  /// @param sha256 the digest of their file, by which it is stored
  public record Rows(long rows, long bytes, Sha256 sha256) {}

  /// A watermark.
  ///
  /// @param sha256 the digest of its file
  /// @param bytes the length of its file
  public record Watermark(Sha256 sha256, long bytes) {}

  /// What a backup holds, in numbers.
  ///
  /// @param images live images
  /// @param ready ready versions of these
  /// @param files their files; one that the backup holds once may be counted several times
  /// @param bytes the bytes of these
  public record Counts(long images, long ready, long files, long bytes) {}

  /// @return the rows of a table
  Rows rows(Table table) {
    return Objects.requireNonNull(tables.get(table));
  }

  private static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT);
  }

  /// @return a tree that [#read] reads back equal
  ObjectNode write() {
    ObjectNode json = Json.object().put("v", FORM).put("takenAt", takenAt.toString());
    json.put("store", store).put("from", from);
    ObjectNode parts = json.putObject("tables");
    for (Table table : Table.values()) {
      Rows part = rows(table);
      parts
          .putObject(name(table))
          .put("rows", part.rows())
          .put("bytes", part.bytes())
          .put("sha256", part.sha256().hex());
    }
    ArrayNode marks = json.putArray("watermarks");
    watermarks.forEach(
        mark -> marks.addObject().put("sha256", mark.sha256().hex()).put("bytes", mark.bytes()));
    json.putObject("counts")
        .put("images", counts.images())
        .put("ready", counts.ready())
        .put("files", counts.files())
        .put("bytes", counts.bytes());
    return json;
  }

  /// @throws MalformedJson when it is no index of this form
  static BackupIndex read(JsonObject json) {
    json.integer("v", FORM, FORM);
    Map<Table, Rows> tables = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      JsonObject part = json.object("tables").object(name(table));
      tables.put(table, new Rows(count(part, "rows"), count(part, "bytes"), digest(part)));
    }
    JsonObject counts = json.object("counts");
    return new BackupIndex(
        json.instant("takenAt"),
        json.text("store"),
        json.text("from"),
        tables,
        json.objects("watermarks").stream()
            .map(mark -> new Watermark(digest(mark), count(mark, "bytes")))
            .toList(),
        new Counts(
            count(counts, "images"),
            count(counts, "ready"),
            count(counts, "files"),
            count(counts, "bytes")));
  }

  private static long count(JsonObject json, String field) {
    return json.integer(field, 0, Long.MAX_VALUE);
  }

  private static Sha256 digest(JsonObject json) {
    try {
      return new Sha256(json.text("sha256"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson(String.valueOf(e.getMessage()));
    }
  }
}
