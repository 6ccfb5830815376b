package dev.tintype.core.fuzz;

import dev.tintype.core.Keys;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import java.nio.charset.StandardCharsets;

/// A key of any text: what is taken for an original's key is one to the letter, and never public; a
/// message of any text is read, or it is said why not.
public final class KeyTarget {

  private KeyTarget() {}

  /// One input.
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
