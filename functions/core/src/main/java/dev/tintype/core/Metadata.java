package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a client keeps with an image: texts by key. Never public. Immutable.
///
/// @param entries at most [#MOST_KEYS], in the order of their keys; as JSON at most [#MOST_BYTES]
public record Metadata(SortedMap<String, String> entries) {

  /// No entries.
  public static final Metadata NONE = new Metadata(Collections.emptySortedMap());

  /// The most keys of an image.
  public static final int MOST_KEYS = 16;

  /// The most characters of a value, counted as Unicode code points.
  public static final int MOST_CHARACTERS = 256;

  /// The most bytes of all entries as compact JSON in UTF-8.
  public static final int MOST_BYTES = 4_096;

  private static final String FIELD = "metadata";
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  /// Copies the map.
  ///
  /// @throws Invalid when an entry or the whole is over a limit
  public Metadata {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    entries.forEach(Entry::new);
    if (entries.size() > MOST_KEYS) {
      throw new Invalid(FIELD + " can have at most " + MOST_KEYS + " keys, not " + entries.size());
    }
    int bytes = Json.bytes(tree(entries)).length;
    if (bytes > MOST_BYTES) {
      throw new Invalid(FIELD + " can have at most " + MOST_BYTES + " bytes as JSON, not " + bytes);
    }
  }

  /// One key with its value.
  ///
  /// @param key a lowercase letter, then at most 39 lowercase letters, digits, `_` and `-`
  /// @param value at most [#MOST_CHARACTERS] characters, none of them a control character
  public record Entry(String key, String value) {

    /// @throws Invalid when key or value is not as described
    public Entry {
      if (!KEY.matcher(key).matches()) {
        throw new Invalid(
            "a key of metadata must be a lowercase letter and at most 39 lowercase letters, digits, _ and -, not '%s'"
                .formatted(key.length() > 60 ? key.substring(0, 60) + "…" : key));
      }
      if (value.codePointCount(0, value.length()) > MOST_CHARACTERS
          || CONTROL.matcher(value).find()) {
        throw new Invalid(
            "%s.%s must be at most %d characters without control characters"
                .formatted(FIELD, key, MOST_CHARACTERS));
      }
    }
  }

  /// Metadata that is over a limit.
  public static final class Invalid extends IllegalArgumentException {
    Invalid(String message) {
      super(message);
    }
  }

  /// @return whether it has no entries
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// @return whether a key has this value
  public boolean has(Entry entry) {
    return entry.value().equals(entries.get(entry.key()));
  }

  /// @return every entry, in the order of the keys
  public List<Entry> list() {
    return entries.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList();
  }

  /// @param changes new values by key; absent to remove the key
  /// @return this with the changes
  /// @throws Invalid when the result is over a limit
  public Metadata with(Map<String, Optional<String>> changes) {
    SortedMap<String, String> next = new TreeMap<>(entries);
    changes.forEach(
        (key, value) -> value.ifPresentOrElse(text -> next.put(key, text), () -> next.remove(key)));
    return new Metadata(next);
  }

  /// Reads the field `metadata`.
  ///
  /// @return [#NONE] when there is none
  /// @throws MalformedJson when it is not an object of texts
  /// @throws Invalid when it is over a limit
  public static Metadata in(JsonObject json) {
    if (!json.has(FIELD)) {
      return NONE;
    }
    JsonObject object = json.object(FIELD);
    SortedMap<String, String> entries = new TreeMap<>();
    object.node().fieldNames().forEachRemaining(key -> entries.put(key, object.text(key)));
    return new Metadata(entries);
  }

  /// Writes the field `metadata`, so that [#in] reads it back equal; no field for [#NONE].
  ///
  /// @param json gets the field
  public void putInto(ObjectNode json) {
    if (!isEmpty()) {
      json.set(FIELD, json());
    }
  }

  /// @return the entries as an object, in the order of the keys
  public ObjectNode json() {
    return tree(entries);
  }

  private static ObjectNode tree(SortedMap<String, String> entries) {
    ObjectNode tree = Json.object();
    entries.forEach(tree::put);
    return tree;
  }
}
