package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;

/// One line per thing that happened, as `key=value` pairs that can be searched: `event` first, then
/// `imageId`, `version`, `state`, `run`, `attempts`, `reason`, `ms`, `detail` where they are known.
final class FlowLog {

  private static final Logger LOGGER = System.getLogger("dev.tintype.flow");

  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\"]+");

  private final StringBuilder line;

  private FlowLog(String event) {
    line = new StringBuilder(128).append("event=").append(event);
  }

  static FlowLog event(String event) {
    return new FlowLog(event);
  }

  static FlowLog event(String event, VersionRecord record) {
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

  static FlowLog event(String event, Message message) {
    return event(event, message.imageId())
        .with("version", message.version())
        .with("cause", message.cause());
  }

  static FlowLog event(String event, ImageId image) {
    return event(event).with("imageId", image);
  }

  /// Tells of a record that cannot be read.
  static void unreadable(Unreadable record) {
    event("record.unreadable")
        .with("kind", record.kind().code())
        .with("key", record.key())
        .detail(record.why())
        .error();
  }

  FlowLog with(String key, Object value) {
    line.append(' ').append(key).append('=').append(value);
    return this;
  }

  FlowLog detail(Object text) {
    return with("detail", '"' + UNSAFE.matcher(String.valueOf(text)).replaceAll(" ") + '"');
  }

  FlowLog cause(Throwable cause) {
    return detail(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  void info() {
    LOGGER.log(Level.INFO, line);
  }

  void warning() {
    LOGGER.log(Level.WARNING, line);
  }

  void error() {
    LOGGER.log(Level.ERROR, line);
  }

  /// Writes the line with the trace of a mistake of ours.
  void error(Throwable mistake) {
    LOGGER.log(Level.ERROR, line.toString(), mistake);
  }
}
