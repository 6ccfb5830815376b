package dev.tintype.cli.images;

import dev.tintype.core.Metadata;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Entries of metadata, as a user gives them: `KEY=VALUE`.
public final class GivenEntries {

  private GivenEntries() {}

  /// @return the entry
  /// @throws InvalidSetting when it has not the form of one
  public static Metadata.Entry one(String text) {
    int sign = text.indexOf('=');
    if (sign < 0) {
      throw new InvalidSetting("Metadata is given as KEY=VALUE, not '" + text + "'.");
    }
    try {
      return new Metadata.Entry(text.substring(0, sign), text.substring(sign + 1));
    } catch (Metadata.Invalid e) {
      throw invalid(e);
    }
  }

  /// @return all of them
  /// @throws InvalidSetting when one has not the form of an entry, or together they are too many
  public static Metadata all(List<String> texts) {
    try {
      return Metadata.NONE.with(changes(texts));
    } catch (Metadata.Invalid e) {
      throw invalid(e);
    }
  }

  /// @return the new value of each key; absent where the value is empty, which removes the key
  /// @throws InvalidSetting when one has not the form of an entry, or a key is given twice
  public static Map<String, Optional<String>> changes(List<String> texts) {
    Map<String, Optional<String>> changes = new LinkedHashMap<>();
    for (String text : texts) {
      Metadata.Entry entry = one(text);
      Optional<String> value = Optional.of(entry.value()).filter(given -> !given.isEmpty());
      if (changes.put(entry.key(), value) != null) {
        throw new InvalidSetting("The key " + entry.key() + " is given twice.");
      }
    }
    return changes;
  }

  private static InvalidSetting invalid(Metadata.Invalid e) {
    String message = String.valueOf(e.getMessage());
    return new InvalidSetting(
        Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
  }
}
