package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Formats as JSON: an object with a list of steps for each format.
final class FormatsJson {

  private static final String UP_TO = "upTo";
  private static final String QUALITY = "quality";
  private static final String CHROMA = "chroma";
  private static final String LOSSLESS = "lossless";
  private static final String EFFORT = "effort";
  private static final Set<String> STEP = Set.of(UP_TO, QUALITY, CHROMA, LOSSLESS, EFFORT);

  private FormatsJson() {}

  /// @throws MalformedJson when a field is missing, unknown, of the wrong type or out of range
  /// @throws IllegalArgumentException when the steps of a format do not fit together
  static Formats read(JsonObject json) {
    json.only(Stream.of(Format.values()).map(Format::id).collect(Collectors.toSet()));
    Map<Format, List<Encoding>> formats = new EnumMap<>(Format.class);
    json.node()
        .fieldNames()
        .forEachRemaining(id -> {
          Format format = Format.byId(id);
          formats.put(format, steps(json, format));
        });
    return new Formats(formats);
  }

  private static List<Encoding> steps(JsonObject json, Format format) {
    List<Encoding> steps = new ArrayList<>();
    for (JsonObject step : json.objects(format.id())) {
      step.only(STEP);
      Encoding encoding =
          new Encoding(
              step.has(UP_TO) ? step.int32(UP_TO, 1, Limits.MAX_VARIANT_SIDE) : Encoding.ANY_WIDTH,
              fidelity(step, format),
              effort(step, format));
      encoding
          .faultFor(format)
          .ifPresent(fault -> {
            throw new MalformedJson(step.path() + "." + fault);
          });
      steps.add(encoding);
    }
    return steps;
  }

  private static Encoding.Fidelity fidelity(JsonObject step, Format format) {
    if (format == Format.PNG) {
      for (String field : List.of(LOSSLESS, QUALITY, CHROMA)) {
        refuse(step, field, ": png is always lossless");
      }
      return new Encoding.Lossless();
    }
    if (step.has(LOSSLESS) && step.bool(LOSSLESS)) {
      refuse(step, QUALITY, " with lossless");
      refuse(step, CHROMA, " with lossless");
      return new Encoding.Lossless();
    }
    return new Encoding.Lossy(step.int32(QUALITY, 1, 100), chroma(step));
  }

  private static void refuse(JsonObject step, String field, String why) {
    if (step.has(field)) {
      throw new MalformedJson(step.path() + "." + field + " has no meaning" + why);
    }
  }

  private static Encoding.Chroma chroma(JsonObject step) {
    String wanted = step.has(CHROMA) ? step.text(CHROMA) : Encoding.Chroma.HALVED.id();
    return Stream.of(Encoding.Chroma.values())
        .filter(chroma -> chroma.id().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new MalformedJson(
                step.path() + ".chroma must be 4:2:0 or 4:4:4, not '" + wanted + "'"));
  }

  private static int effort(JsonObject step, Format format) {
    return format == Format.PNG && !step.has(EFFORT)
        ? Encoding.PNG_EFFORT
        : step.int32(EFFORT, 0, Encoding.maxEffort(format));
  }

  /// Writes the formats so that [#read] reads them back equal. Halved colour detail is the default
  /// and is left out, so that the choice changes no digest.
  static void write(Formats formats, ObjectNode json) {
    formats
        .encodings()
        .forEach((format, steps) -> {
          var array = json.putArray(format.id());
          steps.forEach(step -> write(format, step, array.addObject()));
        });
  }

  private static void write(Format format, Encoding step, ObjectNode json) {
    if (step.upToPx() != Encoding.ANY_WIDTH) {
      json.put(UP_TO, step.upToPx());
    }
    switch (step.fidelity()) {
      case Encoding.Lossy(int quality, Encoding.Chroma chroma) -> {
        json.put(QUALITY, quality);
        if (chroma != Encoding.Chroma.HALVED) {
          json.put(CHROMA, chroma.id());
        }
      }
      case Encoding.Lossless _ -> {
        if (format != Format.PNG) {
          json.put(LOSSLESS, true);
        }
      }
    }
    json.put(EFFORT, step.effort());
  }
}
