package dev.tintype.core.api;

import dev.tintype.core.Metadata;
import dev.tintype.core.flow.label.Labels;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses names and metadata of images. What cannot be parsed is refused with the fitting problem.
final class LabelRequests {

  private static final String NAME = "name";
  private static final String METADATA = "metadata";
  private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cntrl}]{1,255}");

  private LabelRequests() {}

  static Optional<String> name(JsonObject body) {
    Optional<String> name = body.optionalText(NAME);
    if (name.isPresent() && !PRINTABLE.matcher(name.get()).matches()) {
      throw new MalformedJson("name must be 1 to 255 characters without control characters");
    }
    return name;
  }

  /// @return the metadata of a new image; a key with null is none
  static Metadata metadata(JsonObject body) {
    return merged(Metadata.NONE, body);
  }

  /// Merges as RFC 7396 does: a field that is missing changes nothing, null removes.
  ///
  /// @return the labels with the changes of the body
  static Labels changed(Labels labels, JsonObject body) {
    return new Labels(
        body.node().has(NAME) ? name(body) : labels.name(), merged(labels.metadata(), body));
  }

  private static Metadata merged(Metadata before, JsonObject body) {
    if (!body.has(METADATA)) {
      return body.node().has(METADATA) ? Metadata.NONE : before;
    }
    JsonObject object = body.object(METADATA);
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    object.node().fieldNames().forEachRemaining(key -> changes.put(key, value(object, key)));
    try {
      return before.with(changes);
    } catch (Metadata.Invalid e) {
      throw invalid(e);
    }
  }

  private static Optional<String> value(JsonObject object, String key) {
    if (object.has(key) && !object.node().path(key).isTextual()) {
      throw new Refused(
          Problem.INVALID_METADATA.answer("Every value of metadata must be a string, or null."));
    }
    return object.optionalText(key);
  }

  /// @param text `KEY:VALUE`, as a query has it; the value may have colons, too
  static Metadata.Entry entry(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new Refused(
          Problem.INVALID_REQUEST.answer("metadata must be KEY:VALUE, such as album:42."));
    }
    try {
      return new Metadata.Entry(text.substring(0, colon), text.substring(colon + 1));
    } catch (Metadata.Invalid e) {
      throw invalid(e);
    }
  }

  private static Refused invalid(Metadata.Invalid e) {
    return new Refused(Problem.INVALID_METADATA.answer(e.getMessage() + "."));
  }
}
