package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.plan.Forecast;
import dev.tintype.core.CpuTime;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the plan said of the moved images, and what they took. Only what the plan could estimate
/// and what was measured is compared. Immutable.
///
/// @param bytes of their variants
/// @param encodes how many files were made
/// @param cpuMillis the processor time of their renderings, in ms
record Accuracy(Compared bytes, Compared encodes, Compared cpuMillis) {

  static final Accuracy NOTHING =
      new Accuracy(Compared.NOTHING, Compared.NOTHING, Compared.NOTHING);

  /// One number as it was planned and as it became.
  record Compared(long planned, long made) {

    private static final Compared NOTHING = new Compared(0, 0);

    private static Compared of(Optional<Long> planned, Optional<Long> made) {
      return planned.isEmpty() || made.isEmpty()
          ? NOTHING
          : new Compared(planned.get(), made.get());
    }

    private Compared plus(Compared other) {
      return new Compared(planned + other.planned, made + other.made);
    }

    private String error() {
      return planned == made
          ? "as planned"
          : String.format(Locale.ROOT, "%+.1f %%", 100.0 * (made - planned) / Math.max(1, planned));
    }

    private void write(ObjectNode json, String name) {
      json.put(name + "Planned", planned).put(name + "Made", made);
    }

    /// A journal of an earlier release has only the bytes.
    private static Compared read(JsonObject json, String name) {
      return json.has(name + "Planned")
          ? new Compared(
              json.integer(name + "Planned", 0, Long.MAX_VALUE),
              json.integer(name + "Made", 0, Long.MAX_VALUE))
          : NOTHING;
    }
  }

  /// @param planned what the plan said of an image
  /// @param made how many bytes its variants have
  /// @param cpu the processor time of its rendering, if it was measured
  static Accuracy of(Forecast planned, long made, Optional<CpuTime> cpu) {
    return new Accuracy(
        Compared.of(planned.bytes(), Optional.of(made)),
        Compared.of(
            Optional.of(planned.encodes()), cpu.map(time -> (long) time.fileMicros().size())),
        Compared.of(
            planned.cpu().map(Duration::toMillis),
            cpu.map(time -> TimeUnit.MICROSECONDS.toMillis(time.micros()))));
  }

  Accuracy plus(Accuracy other) {
    return new Accuracy(
        bytes.plus(other.bytes), encodes.plus(other.encodes), cpuMillis.plus(other.cpuMillis));
  }

  void write(ObjectNode json) {
    bytes.write(json, "bytes");
    encodes.write(json, "encodes");
    cpuMillis.write(json, "cpuMillis");
  }

  static Accuracy read(JsonObject json) {
    return new Accuracy(
        Compared.read(json, "bytes"),
        Compared.read(json, "encodes"),
        Compared.read(json, "cpuMillis"));
  }

  /// @return how far the plan was from what was made; nothing about what cannot be compared
  List<String> sentences() {
    return Stream.of(
            sentence("bytes", bytes, HumanText.bytes(bytes.planned), HumanText.bytes(bytes.made)),
            sentence(
                "encodes", encodes, Long.toString(encodes.planned), Long.toString(encodes.made)),
            sentence("processor time", cpuMillis, time(cpuMillis.planned), time(cpuMillis.made)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> sentence(
      String what, Compared compared, String planned, String made) {
    return compared.planned == 0 && compared.made == 0
        ? Optional.empty()
        : Optional.of(
            "%s: planned %s, now %s (%s)".formatted(what, planned, made, compared.error()));
  }

  private static String time(long millis) {
    return HumanText.time(Duration.ofMillis(millis));
  }
}
