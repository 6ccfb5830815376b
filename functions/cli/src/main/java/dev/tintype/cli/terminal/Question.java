package dev.tintype.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/// Asks the user before something that cannot be undone. For one thread.
public final class Question {

  private final BufferedReader answers;
  private final PrintStream out;

  /// @param answers what the user types
  /// @param out where the question is shown
  Question(BufferedReader answers, PrintStream out) {
    this.answers = answers;
    this.out = out;
  }

  /// @return how to ask; absent when input or output is no terminal
  public static Optional<Question> onTerminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> new Question(new BufferedReader(console.reader()), System.err));
  }

  /// @return whether the answer is `y` or `yes`; no answer is a no
  public boolean isAgreed(String question) {
    out.print(question + " [y/N] ");
    out.flush();
    try {
      String answer = answers.readLine();
      return answer != null
          && (answer.strip().toLowerCase(Locale.ROOT).equals("y")
              || answer.strip().toLowerCase(Locale.ROOT).equals("yes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
