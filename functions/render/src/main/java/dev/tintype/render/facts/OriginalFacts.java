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

/// What the worker itself reads of an original, to hold a renderer's header against: one that was
/// taken over may speak of another picture.
///
/// @param format by the first bytes
/// @param bytes the length of the file
/// @param sizes what a decoder may take for the size of a frame; empty where that cannot be told
/// @param mostFrames how many frames there are at most; empty where that cannot be told
public record OriginalFacts(
    OriginalFormat format, long bytes, Set<Dimensions> sizes, OptionalInt mostFrames) {

  /// Copies the set.
  public OriginalFacts {
    sizes = Set.copyOf(sizes);
  }

  /// @throws IOException when the file cannot be read
  /// @throws IllegalArgumentException when its first bytes are of no format we read
  public static OriginalFacts of(Path original) throws IOException {
    try (FileBytes file = FileBytes.open(original)) {
      int head = (int) Math.min(file.length(), OriginalFormat.SNIFF_BYTES);
      byte[] first = new byte[head];
      for (int i = 0; i < head; i++) {
        first[i] = (byte) file.u8(i);
      }
      if (!(OriginalFormat.sniff(first) instanceof Sniffed.Known(OriginalFormat format))) {
        throw new IllegalArgumentException("a file of no format we read");
      }
      return new OriginalFacts(
          format,
          file.length(),
          new OriginalSize(file).of(format),
          new OriginalFrames(file).most(format));
    }
  }

  /// @return what the header says otherwise than the file, if anything
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
