package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;

/// Log lines, one per event, as `key=value` pairs that can be searched. `event` comes first; then
/// `imageId`, `version`, `state`, `run`, `attempts`, `reason`, `ms` and `detail` where they are
/// known.
public final class FlowLog {

  private static final Logger LOGGER = System.getLogger("dev.tintype.flow");

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"]+");

  private final StringBuilder line;

  private FlowLog(String event) {
    line = new StringBuilder(128).append("event=").append(event);
  }

  public static FlowLog event(String event) {
    return new FlowLog(event);
  }

  public static FlowLog event(String event, VersionRecord record) {
    FlowLog log =
        event(event)
            .with("imageId", record.job().imageId())
            .with("version", record.job().version())
            .with("state", record.state().code())
            .with("run", record.run())
            .with("attempts", record.attempts());
    return record.state() instanceof Failed failed
        ? log.with("reason", failed.reason().code()).detail(failed.detail())
        : log;
  }

  public static FlowLog event(String event, Message message) {
    return event(event, message.imageId())
        .with("version", message.version())
        .with("cause", message.cause());
  }

  public static FlowLog event(String event, ImageId image) {
    return event(event).with("imageId", image);
  }

  /// Logs that a record cannot be read.
  public static void unreadable(Unreadable record) {
    event("record.unreadable")
        .with("kind", record.kind().code())
        .with("key", record.key())
        .detail(record.why())
        .error();
  }

  public FlowLog with(String key, Object value) {
    return append(key, safe(value));
  }

  public FlowLog detail(Object text) {
    return append("detail", '"' + safe(text) + '"');
  }

  private FlowLog append(String key, String value) {
    line.append(' ').append(key).append('=').append(value);
    return this;
  }

  /// Without what could end the line or the quotes and forge another entry.
  private static String safe(Object value) {
    return UNSAFE.matcher(String.valueOf(value)).replaceAll(" ");
  }

  public FlowLog cause(Throwable cause) {
    return detail(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  public void debug() {
    LOGGER.log(Level.DEBUG, line);
  }

  public void info() {
    LOGGER.log(Level.INFO, line);
  }

  public void warning() {
    LOGGER.log(Level.WARNING, line);
  }

  public void error() {
    LOGGER.log(Level.ERROR, line);
  }

  /// Writes the line with the stack trace of an unexpected exception.
  public void error(Throwable mistake) {
    LOGGER.log(Level.ERROR, line.toString(), mistake);
  }
}
