package dev.tintype.cli.terminal;

import dev.tintype.server.settings.HumanText;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The log of servers and workers: one line per event on standard error, followed by the stack
/// trace of an exception.
public final class Logs {

  /// Kept in a field, because the level of a logger is lost when the logger is garbage collected.
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private Logs() {}

  /// Configures the log of the whole process. Logging never waits for the reader of standard error.
  ///
  /// @return the stream that the log is written to
  public static QueuedErrors toStandardError() {
    System.setProperty("java.util.logging.manager", LastingLog.class.getName());
    Logger root = Logger.getLogger("");
    for (Handler standard : root.getHandlers()) {
      root.removeHandler(standard);
    }
    QueuedErrors errors = new QueuedErrors(QueuedErrors.standardError());
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tellAll(errors), "last-words"));
    Handler handler = new Queued(errors);
    handler.setFormatter(new OneLine());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.INFO);
    JETTY.setLevel(Level.WARNING);
    return errors;
  }

  /// Passes lines on.
  private static final class Queued extends Handler {
    private final QueuedErrors errors;

    Queued(QueuedErrors errors) {
      this.errors = errors;
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
        errors.write(line, 0, line.length);
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
