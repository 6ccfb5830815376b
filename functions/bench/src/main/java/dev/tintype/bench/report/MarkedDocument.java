package dev.tintype.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Markdown file in which one part, between two markers, is written by a command.
///
/// @param file an existing file with both markers
/// @param part what the markers call it, before "written by a command"; empty for the only one
public record MarkedDocument(Path file, String part) {

  /// A file with one such part.
  public MarkedDocument(Path file) {
    this(file, "");
  }

  /// Puts new text between the markers.
  ///
  /// @throws IOException when the file or a marker is missing
  public void write(String text) throws IOException {
    String begins = "<!-- " + part + "written by a command: begin -->\n";
    String all = Files.readString(file);
    int begin = all.indexOf(begins);
    int end = all.indexOf("<!-- " + part + "written by a command: end -->");
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no markers to write between");
    }
    Files.writeString(
        file, all.substring(0, begin + begins.length()) + "\n" + text + "\n" + all.substring(end));
  }
}
