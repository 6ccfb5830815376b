package dev.tintype.core.lines;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes each log record as one line of JSON, so CloudWatch Logs can search its fields. The
/// `key=value` pairs of the flows' log lines become fields.
public final class JsonLines extends Handler {

  private static final Pattern PAIR = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S*))");

  private final PrintStream out;

  /// @param out the output
  JsonLines(PrintStream out) {
    this.out = out;
  }

  /// Makes this the only log handler of the process. The SDK logs only warnings and errors.
  public static void install(PrintStream out) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(new JsonLines(out));
    root.setLevel(Level.INFO);
    root.getHandlers()[0].setLevel(Level.ALL);
    QUIET.setLevel(Level.WARNING);
  }

  /// Kept in a field, because the level of a logger is lost when the logger is garbage collected.
  private static final Logger QUIET = Logger.getLogger("software.amazon.awssdk");

  @Override
  public void publish(LogRecord record) {
    out.println(line(record));
  }

  /// @return the record as a line of JSON
  static String line(LogRecord record) {
    ObjectNode json =
        Json.object()
            .put("timestamp", record.getInstant().toString())
            .put("level", record.getLevel().getName())
            .put("logger", record.getLoggerName());
    String message = new java.util.logging.SimpleFormatter().formatMessage(record);
    if (message.startsWith("event=")) {
      Matcher pairs = PAIR.matcher(message);
      while (pairs.find()) {
        String quoted = pairs.group(2);
        json.put(pairs.group(1), quoted == null ? pairs.group(3) : quoted);
      }
    } else {
      json.put("message", message);
    }
    if (record.getThrown() != null) {
      StringWriter stack = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(stack, true));
      json.put("stack", stack.toString());
    }
    return Json.write(json);
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
