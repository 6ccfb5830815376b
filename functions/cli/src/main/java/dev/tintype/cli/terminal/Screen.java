package dev.tintype.cli.terminal;

import dev.tintype.server.settings.HumanText;
import java.io.PrintStream;

/// Prints lines to standard output and a progress bar to the last line of a terminal. Control
/// characters in a text are not passed to the terminal. Safe for use by many threads.
public final class Screen {

  private static final String TO_END = "\u001b[K";
  private static final String CLEAR = "\r" + TO_END;

  // A bar that is wider than computed, or a narrower window, must not wrap to a second line.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final PrintStream terminal;
  private final int columns;
  private final boolean hints;
  private String bar = "";

  /// A screen that shows everything.
  ///
  /// @param out for lines
  /// @param terminal for the bar
  /// @param columns the width of the terminal; 0 when there is none
  public Screen(PrintStream out, PrintStream terminal, int columns) {
    this(out, terminal, columns, Loudness.USUAL);
  }

  /// @param out for lines
  /// @param terminal for the bar, notes and troubles
  /// @param columns the width of the terminal; 0 when there is none
  /// @param loudness whether a bar and notes are shown
  public Screen(PrintStream out, PrintStream terminal, int columns, Loudness loudness) {
    this.out = out;
    this.terminal = terminal;
    this.columns = loudness.hasBar() ? columns : 0;
    this.hints = loudness.hasHints();
  }

  public boolean hasBar() {
    return columns > 0;
  }

  /// @return how many cells a meter may use beside its numbers
  public int meterCells() {
    return Math.clamp(columns / 4, 6, 24);
  }

  /// Prints a line above the bar.
  public synchronized void line(String text) {
    print(out, text);
  }

  /// Prints progress or a hint to standard error, above the bar, unless the command is quiet.
  public synchronized void note(String text) {
    if (hints) {
      print(terminal, text);
    }
  }

  /// Prints to standard error, above the bar, what went wrong.
  public synchronized void trouble(String text) {
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
