package dev.tintype.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Markdown file with a part between two markers that a command writes.
///
/// @param file an existing file with both markers
/// @param part the name in the markers, before "written by a command"; empty if there is only one
public record MarkedDocument(Path file, String part) {

  /// A file with one unnamed part.
  public MarkedDocument(Path file) {
    this(file, "");
  }

  /// Replaces the text between the markers.
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
