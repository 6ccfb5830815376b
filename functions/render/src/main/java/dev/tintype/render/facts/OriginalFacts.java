package dev.tintype.render.facts;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.OriginalFormat.Sniffed;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Facts that the worker itself reads from an original. It compares a renderer's header with them,
/// because a compromised renderer may report another picture.
///
/// @param format by the first bytes
/// @param bytes the length of the file
/// @param sizes frame sizes that a decoder may report; empty where they cannot be determined
/// @param mostFrames the most frames there can be; empty where that cannot be determined
public record OriginalFacts(
    OriginalFormat format, long bytes, Set<Dimensions> sizes, OptionalInt mostFrames) {

  /// Copies the set.
  public OriginalFacts {
    sizes = Set.copyOf(sizes);
  }

  /// @throws IOException when the file cannot be read
  /// @throws IllegalArgumentException when the format is not supported
  public static OriginalFacts of(Path original) throws IOException {
    try (FileBytes file = FileBytes.open(original)) {
      int head = (int) Math.min(file.length(), OriginalFormat.SNIFF_BYTES);
      byte[] first = new byte[head];
      for (int i = 0; i < head; i++) {
        first[i] = (byte) file.u8(i);
      }
      if (!(OriginalFormat.sniff(first) instanceof Sniffed.Known(OriginalFormat format))) {
        throw new IllegalArgumentException("a file of an unsupported format");
      }
      return new OriginalFacts(
          format,
          file.length(),
          new OriginalSize(file).of(format),
          new OriginalFrames(file).most(format));
    }
  }

  /// @return how the header contradicts the file, if it does
  public Optional<String> contradiction(Header header) {
    if (header.format() != format) {
      return Optional.of(header.format() + " instead of " + format);
    }
    if (header.bytes() != bytes) {
      return Optional.of(header.bytes() + " bytes instead of " + bytes);
    }
    if (!sizes.isEmpty() && !sizes.contains(header.stored())) {
      return Optional.of(header.stored() + " instead of " + sizes);
    }
    return mostFrames.isPresent() && header.frames() > mostFrames.getAsInt()
        ? Optional.of(header.frames() + " frames instead of " + mostFrames.getAsInt())
        : Optional.empty();
  }
}
