package dev.tintype.core.fuzz;

import dev.tintype.core.Keys;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import java.nio.charset.StandardCharsets;

/// Fuzzes keys and messages. A key that parses as an original's must be exactly that key and not
/// public. A message must be read or refused with a reason.
public final class KeyTarget {

  private KeyTarget() {}

  /// Runs one input.
  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Keys.parseOriginal(text)
        .ifPresent(key -> {
          if (!Keys.original(key.imageId(), key.sha256()).equals(text) || Keys.isPublic(text)) {
            throw new AssertionError(text);
          }
        });
    if (Keys.isPublic(text) && (text.contains("..") || text.startsWith("/"))) {
      throw new AssertionError(text);
    }
    try {
      Message message = Message.parse(text);
      if (!Message.parse(message.json()).equals(message)) {
        throw new AssertionError(text);
      }
    } catch (MalformedJson _) {
      return;
    }
  }
}
