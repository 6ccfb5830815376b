package dev.tintype.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/// The one JSON reader and writer. It uses trees only and no bean reflection, refuses duplicate
/// fields, and limits depth and size. Safe for use by many threads.
public final class Json {

  private static final JsonMapper MAPPER = mapper();
  private static final ObjectWriter INDENTED = MAPPER.writer(indenting());

  private Json() {}

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxDocumentLength(4L << 20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .build();
  }

  private static DefaultPrettyPrinter indenting() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
        .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
  }

  /// @return an empty object
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// @return an empty array
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// Parses one JSON object.
  ///
  /// @throws MalformedJson when the bytes are not one JSON object in UTF-8
  public static JsonObject parse(byte[] utf8) {
    return new JsonObject("", parseObject(utf8));
  }

  /// Parses one JSON object from text.
  ///
  /// @throws MalformedJson when the text is not one JSON object
  public static JsonObject parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @return the tree as compact JSON, fields in insertion order
  public static String write(JsonNode node) {
    return write(MAPPER.writer(), node);
  }

  /// @return the tree as JSON for people, with one field per line, in insertion order
  public static String indented(JsonNode node) {
    return write(INDENTED, node);
  }

  private static String write(ObjectWriter writer, JsonNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }

  /// @return the tree as compact JSON in UTF-8, fields in insertion order
  public static byte[] bytes(JsonNode node) {
    return write(node).getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode parseObject(byte[] utf8) {
    try {
      if (MAPPER.readTree(utf8) instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedJson("expected a JSON object");
    } catch (JsonProcessingException e) {
      throw new MalformedJson("not valid JSON: " + complaint(e), e);
    } catch (java.io.IOException e) {
      throw new MalformedJson("not valid UTF-8 JSON", e);
    }
  }

  /// Returns what is wrong and where, without the library's description of its source.
  private static String complaint(JsonProcessingException e) {
    String what = e.getOriginalMessage().replaceFirst("(?s)\\s*\\(start marker at .*", "");
    JsonLocation where = e.getLocation();
    return where == null
        ? what
        : what + " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
  }
}
