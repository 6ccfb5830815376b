package dev.tintype.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Markdown file in which one part, between two markers, is written by a command.
///
/// @param file an existing file with both markers
public record MarkedDocument(Path file) {

  private static final String BEGIN = "<!-- written by a command: begin -->\n";
  private static final String END = "<!-- written by a command: end -->";

  /// Puts new text between the markers.
  ///
  /// @throws IOException when the file or a marker is missing
  public void write(String text) throws IOException {
    String all = Files.readString(file);
    int begin = all.indexOf(BEGIN);
    int end = all.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no markers to write between");
    }
    Files.writeString(
        file, all.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + all.substring(end));
  }
}
