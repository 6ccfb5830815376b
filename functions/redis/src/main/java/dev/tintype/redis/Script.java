package dev.tintype.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A Lua script, which the server runs as one step.
///
/// @param source its text
/// @param sha the SHA-1 of the text in hex, by which the server knows it
record Script(String source, String sha) {

  /// What a script may do on a server that knows such marks, which is from Redis 7 on
  /// (https://redis.io/docs/latest/develop/programmability/eval-intro/#script-flags).
  enum Mark {
    /// It needs room, so that a full server refuses it before it begins.
    NEEDS_ROOM(""),

    /// It makes room or needs next to none, so that a full server can be emptied.
    RUNS_WHEN_FULL(" flags=allow-oom"),

    /// It changes nothing.
    READS(" flags=no-writes");

    private final String flags;

    Mark(String flags) {
      this.flags = flags;
    }
  }

  /// @param parts names of files beside this class, without `.lua`, in their order
  static Script of(boolean isMarked, Mark mark, List<String> parts) {
    StringBuilder source = new StringBuilder();
    if (isMarked) {
      source.append("#!lua").append(mark.flags).append('\n');
    }
    parts.forEach(part -> source.append(read(part + ".lua")));
    return new Script(source.toString(), sha1(source.toString()));
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1", e);
    }
  }
}
