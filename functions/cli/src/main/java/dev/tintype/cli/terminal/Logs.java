package dev.tintype.cli.terminal;

import dev.tintype.server.settings.HumanText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log of a command: one line per event on standard error, followed by the stack trace of an
/// exception.
public final class Logs {

  static {
    // Before anything asks for a logger: the first one makes the manager.
    System.setProperty("java.util.logging.manager", LastingLog.class.getName());
  }

  // Kept in fields, because the level of a logger is lost when the logger is garbage collected.
  private static final Logger OURS = Logger.getLogger("dev.tintype");
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private Logs() {}

  /// Configures the log of a command that ends by itself: warnings, and with [Loudness#VERBOSE]
  /// everything of our own loggers down to the level FINE.
  public static void ofCommand(Loudness loudness) {
    OURS.setLevel(loudness.level(Level.WARNING));
    writeTo(System.err, Level.WARNING);
  }

  /// Configures the log of a server or a worker: every event, or what the loudness says. Logging
  /// never waits for the reader of standard error.
  ///
  /// @return the stream that the log is written to
  public static QueuedErrors toStandardError(Loudness loudness) {
    QueuedErrors errors = new QueuedErrors(QueuedErrors.standardError());
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tellAll(errors), "last-words"));
    OURS.setLevel(loudness.level(Level.INFO));
    writeTo(errors, loudness == Loudness.QUIET ? Level.WARNING : Level.INFO);
    JETTY.setLevel(Level.WARNING);
    return errors;
  }

  /// @param others the level of the loggers of libraries
  private static void writeTo(OutputStream out, Level others) {
    Logger root = Logger.getLogger("");
    for (Handler former : root.getHandlers()) {
      root.removeHandler(former);
    }
    Handler handler = new Lines(out);
    handler.setFormatter(new OneLine());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(others);
  }

  /// Writes each event with one call.
  private static final class Lines extends Handler {
    private final OutputStream out;

    Lines(OutputStream out) {
      this.out = out;
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        try {
          out.write(getFormatter().format(entry).getBytes(StandardCharsets.UTF_8));
          out.flush();
        } catch (IOException e) {
          reportError("the log cannot be written", e, ErrorManager.WRITE_FAILURE);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static void tellAll(QueuedErrors errors) {
    try {
      errors.lastWords();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Time, level, message; then the stack trace of an exception.
  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      StringBuilder line = new StringBuilder(200);
      line.append(Instant.ofEpochMilli(entry.getMillis())).append(' ');
      line.append(entry.getLevel().getName()).append(' ');
      line.append(HumanText.printable(formatMessage(entry))).append('\n');
      Throwable thrown = entry.getThrown();
      if (thrown != null) {
        line.append(stack(thrown));
      }
      return line.toString();
    }

    private static String stack(Throwable thrown) {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      try (PrintStream out = new PrintStream((OutputStream) bytes, true, StandardCharsets.UTF_8)) {
        thrown.printStackTrace(out);
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
