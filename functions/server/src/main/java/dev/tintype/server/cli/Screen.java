package dev.tintype.server.cli;

import java.io.PrintStream;

/// Standard output for lines, and the last line of a terminal for a bar that comes and goes. Safe
/// for use by many threads.
final class Screen {

  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream terminal;
  private final int columns;
  private String bar = "";

  /// @param out for lines
  /// @param terminal for the bar
  /// @param columns how wide the terminal is; 0 when there is none
  Screen(PrintStream out, PrintStream terminal, int columns) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
  }

  boolean hasBar() {
    return columns > 0;
  }

  int columns() {
    return columns;
  }

  /// Prints a line above the bar.
  synchronized void line(String text) {
    wipe();
    out.println(text);
    out.flush();
    draw();
  }

  /// Prints a line to standard error, above the bar.
  synchronized void note(String text) {
    wipe();
    terminal.println(text);
    terminal.flush();
    draw();
  }

  /// Replaces the bar; an empty text removes it.
  synchronized void bar(String text) {
    if (hasBar() && !text.equals(bar)) {
      wipe();
      bar = text;
      draw();
    }
  }

  private void wipe() {
    if (!bar.isEmpty()) {
      terminal.print(CLEAR);
      terminal.flush();
    }
  }

  private void draw() {
    if (!bar.isEmpty()) {
      terminal.print(bar);
      terminal.flush();
    }
  }
}
