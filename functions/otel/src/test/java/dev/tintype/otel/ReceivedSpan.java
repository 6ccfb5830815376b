package dev.tintype.otel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// A span as a collector receives it.
///
/// @param trace the id of its trace, 32 hex digits
/// @param id its own id, 16 hex digits
/// @param parent the id of its parent; empty for the first span of a trace
/// @param name what kind of step it is
/// @param attributes those whose values are texts, with those of the process
public record ReceivedSpan(
    String trace, String id, String parent, String name, Map<String, String> attributes) {

  /// @param message a `Span` of
  ///   https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
  /// @param ofProcess the attributes of the process
  static ReceivedSpan of(byte[] message, Map<String, String> ofProcess) {
    Map<Integer, byte[]> fields = new HashMap<>();
    Map<String, String> attributes = new HashMap<>(ofProcess);
    readAttributes(message, 9, attributes);
    ProtoReader.read(message, fields::put);
    byte[] none = {};
    return new ReceivedSpan(
        HexFormat.of().formatHex(fields.getOrDefault(1, none)),
        HexFormat.of().formatHex(fields.getOrDefault(2, none)),
        HexFormat.of().formatHex(fields.getOrDefault(4, none)),
        new String(fields.getOrDefault(5, none), StandardCharsets.UTF_8),
        attributes);
  }

  /// Reads every `KeyValue` in a field whose value is a text.
  static void readAttributes(byte[] message, int field, Map<String, String> attributes) {
    ProtoReader.read(
        message,
        (number, bytes) -> {
          if (number == field) {
            readAttribute(bytes, attributes);
          }
        });
  }

  private static void readAttribute(byte[] message, Map<String, String> attributes) {
    Map<Integer, byte[]> pair = new HashMap<>();
    ProtoReader.read(message, pair::put);
    byte[] none = {};
    Map<Integer, byte[]> value = new HashMap<>();
    ProtoReader.read(pair.getOrDefault(2, none), value::put);
    byte[] text = value.get(1);
    if (text != null) {
      attributes.put(
          new String(pair.getOrDefault(1, none), StandardCharsets.UTF_8),
          new String(text, StandardCharsets.UTF_8));
    }
  }
}
