package dev.tintype.cli.terminal;

import dev.tintype.server.settings.HumanText;
import java.io.PrintStream;

/// Standard output for lines, and the last line of a terminal for a bar that comes and goes.
/// Whatever is in a text, the terminal only shows it. Safe for use by many threads.
public final class Screen {

  private static final String TO_END = "\u001b[K";
  private static final String CLEAR = "\r" + TO_END;

  // A bar that is wider than thought, or a window made narrower, must not flow into a second line.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final PrintStream terminal;
  private final int columns;
  private String bar = "";

  /// @param out for lines
  /// @param terminal for the bar
  /// @param columns how wide the terminal is; 0 when there is none
  public Screen(PrintStream out, PrintStream terminal, int columns) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
  }

  public boolean hasBar() {
    return columns > 0;
  }

  /// Answers how many cells a meter may have beside its figures.
  public int meterCells() {
    return Math.clamp(columns / 4, 6, 24);
  }

  /// Prints a line above the bar.
  public synchronized void line(String text) {
    print(out, text);
  }

  /// Prints a line to standard error, above the bar.
  public synchronized void note(String text) {
    print(terminal, text);
  }

  private void print(PrintStream stream, String text) {
    if (!bar.isEmpty()) {
      terminal.print(CLEAR);
      terminal.flush();
    }
    stream.println(HumanText.printable(text));
    stream.flush();
    draw();
  }

  /// Replaces the bar, cut to the terminal's width; an empty text removes it.
  public synchronized void bar(String text) {
    String fitting = TerminalWidth.fit(HumanText.printable(text), columns - 1);
    if (hasBar() && !fitting.equals(bar)) {
      bar = fitting;
      if (bar.isEmpty()) {
        terminal.print(CLEAR);
        terminal.flush();
      }
      draw();
    }
  }

  private void draw() {
    if (!bar.isEmpty()) {
      terminal.print("\r" + NO_WRAP + bar + TO_END + WRAP);
      terminal.flush();
    }
  }
}
