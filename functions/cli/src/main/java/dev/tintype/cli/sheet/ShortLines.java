package dev.tintype.cli.sheet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads the lines of a page, each up to a maximum length, because the file may hold anything and
/// memory must stay bounded. Bytes that are not UTF-8 become replacement characters.
final class ShortLines implements AutoCloseable {

  private static final int LONGEST_CHARS = 1 << 16;

  private final BufferedReader page;

  private ShortLines(BufferedReader page) {
    this.page = page;
  }

  static ShortLines of(Path page) throws IOException {
    return new ShortLines(
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(page, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                StandardCharsets.UTF_8)));
  }

  /// Puts the next line into the buffer and cuts it at the maximum length.
  ///
  /// @return false at the end of the file
  boolean next(StringBuilder line) throws IOException {
    line.setLength(0);
    int c = page.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = page.read()) {
      if (line.length() < LONGEST_CHARS) {
        line.append((char) c);
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    page.close();
  }
}
