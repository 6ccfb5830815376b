package dev.tintype.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/// RFC 8785 canonical JSON for the subset that recipes use: strings, booleans, integers within
/// ±2^53, arrays and objects. Fields are sorted by UTF-16 code units, as [String#compareTo(String)]
/// does. Source: https://www.rfc-editor.org/rfc/rfc8785
public final class CanonicalJson {

  private static final long LARGEST_EXACT = 1L << 53;

  private CanonicalJson() {}

  /// @return the canonical text
  /// @throws IllegalArgumentException when the tree holds something outside this subset: a
  ///   fraction, null, a lone surrogate or an integer beyond ±2^53
  public static String of(JsonNode node) {
    StringBuilder out = new StringBuilder();
    write(node, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case STRING -> string(node.textValue(), out);
      case BOOLEAN -> out.append(node.booleanValue());
      case NUMBER -> integer(node, out);
      case ARRAY -> array(node, out);
      case OBJECT -> object((ObjectNode) node, out);
      case NULL, MISSING, BINARY, POJO ->
          throw new IllegalArgumentException("canonical JSON here has no " + node.getNodeType());
    }
  }

  private static void integer(JsonNode node, StringBuilder out) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || Math.abs(node.longValue()) > LARGEST_EXACT) {
      throw new IllegalArgumentException("not an exact integer: " + node);
    }
    out.append(node.longValue());
  }

  private static void array(JsonNode node, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (JsonNode element : node) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void object(ObjectNode node, StringBuilder out) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    out.append('{');
    String separator = "";
    for (var field : sorted.entrySet()) {
      out.append(separator);
      string(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw new IllegalArgumentException("canonical JSON cannot hold a lone surrogate");
        }
        out.append(c).append(text.charAt(++i));
      } else {
        character(c, out);
      }
    }
    out.append('"');
  }

  private static void character(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < 0x20) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
