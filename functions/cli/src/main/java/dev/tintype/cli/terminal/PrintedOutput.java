package dev.tintype.cli.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells whether what a command printed has arrived: a [PrintStream] keeps silent about it. A file
/// that was cut off must not look like a whole result.
public final class PrintedOutput {

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  private static final int KIND = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private PrintedOutput() {}

  /// @param out standard output of this process; it is flushed
  /// @return whether something was lost; not if a reader has closed its end, as `head` does
  public static boolean isLost(PrintStream out) {
    return out.checkError() && !mayHaveReader();
  }

  private static boolean mayHaveReader() {
    try {
      int kind = (int) Files.getAttribute(DESCRIPTOR, "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException _) {
      return false;
    }
  }
}
