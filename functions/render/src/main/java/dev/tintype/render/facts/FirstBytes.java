package dev.tintype.render.facts;

import dev.tintype.core.Limits;
import dev.tintype.core.OriginalFormat;
import dev.tintype.core.OriginalFormat.Sniffed;
import dev.tintype.core.Rejection;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Checks the declared length and the first bytes of an original in the worker, so that no renderer
/// is asked about a file that is too large or of an unsupported format.
public final class FirstBytes {

  private FirstBytes() {}

  /// @return the rejection, if the original is too large or its format is not supported
  public static Optional<Rendering.Rejected> verdict(Request request) throws IOException {
    long declared = request.job().original().bytes();
    return declared > Limits.MAX_ORIGINAL_BYTES
        ? rejected(Rejection.TOO_LARGE, declared + " bytes declared")
        : verdict(request.original());
  }

  private static Optional<Rendering.Rejected> verdict(Path original) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(original)) {
      head = in.readNBytes(OriginalFormat.SNIFF_BYTES);
    }
    if (head.length == 0) {
      return rejected(Rejection.TRUNCATED, "an empty file");
    }
    return switch (OriginalFormat.sniff(head)) {
      case Sniffed.Known _ -> Optional.empty();
      case Sniffed.Heic() -> rejected(Rejection.UNSUPPORTED_CODEC, "a HEIC brand");
      case Sniffed.Unknown() -> rejected(Rejection.UNSUPPORTED_FORMAT, "unknown first bytes");
    };
  }

  private static Optional<Rendering.Rejected> rejected(Rejection reason, String detail) {
    return Optional.of(new Rendering.Rejected(reason, detail));
  }
}
