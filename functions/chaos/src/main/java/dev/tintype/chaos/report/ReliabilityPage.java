package dev.tintype.chaos.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `docs/reliability.md`: tables between markers, with one row per run. Repeating a run replaces
/// its row.
///
/// @param file an existing file with the markers of every section
public record ReliabilityPage(Path file) {

  /// Puts a row into a section's table and replaces the row with the same first cell.
  ///
  /// @param section the name in the markers
  /// @param header the table's header
  /// @throws IOException when the file or a marker is missing
  public void put(String section, List<String> header, List<String> row) throws IOException {
    // Several commands may write the file at the same time.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Map<String, String> rows = rows(within(section));
      rows.put(row.getFirst(), line(row));
      write(section, header, rows.values());
    }
  }

  /// Rewrites a section's table.
  ///
  /// @param section the name in the markers
  /// @param header the table's header
  /// @throws IOException when the file or a marker is missing
  public void replace(String section, List<String> header, List<List<String>> rows)
      throws IOException {
    write(section, header, rows.stream().map(ReliabilityPage::line).toList());
  }

  private static String begin(String section) {
    return "<!-- " + section + ": begin -->";
  }

  private static String end(String section) {
    return "<!-- " + section + ": end -->";
  }

  private String within(String section) throws IOException {
    String all = Files.readString(file);
    int from = all.indexOf(begin(section));
    int to = all.indexOf(end(section));
    if (from < 0 || to < from) {
      throw new IOException(file + " has no markers of " + section);
    }
    return all.substring(from + begin(section).length(), to);
  }

  private void write(String section, List<String> header, Collection<String> rows)
      throws IOException {
    String table =
        line(header)
            + "\n"
            + header.stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|"))
            + "\n"
            + String.join("\n", rows);
    String old = begin(section) + within(section) + end(section);
    String fresh = begin(section) + "\n" + table + "\n" + end(section);
    Files.writeString(file, Files.readString(file).replace(old, fresh));
  }

  private static Map<String, String> rows(String text) {
    Map<String, String> rows = new LinkedHashMap<>();
    text.lines()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .forEach(line -> rows.put(line.substring(2, line.indexOf(" |", 2)), line));
    return rows;
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
