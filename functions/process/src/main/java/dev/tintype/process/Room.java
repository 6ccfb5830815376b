package dev.tintype.process;

import dev.tintype.core.Rejection;
import dev.tintype.core.disk.FullDisk;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Renderer.Request;
import dev.tintype.core.port.StorageFull;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The room for variants in the work folder.
///
/// @param freeBytes what may still be written
/// @param emptyBytes what could be written if the disk held nothing but the original
record Room(long freeBytes, long emptyBytes) {

  private static final long SPARE_BYTES = 16L << 20;

  /// @throws IOException when the disk does not answer
  static Room of(Request request) throws IOException {
    return new Room(
        FullDisk.usableBytes(request.variants()),
        FullDisk.wholeBytes(request.variants()) - Files.size(request.original()));
  }

  /// @param lengths the bytes of each variant
  /// @return the rejection, if the variants never fit; such an image would be rendered again and
  ///   again
  /// @throws StorageFull when they do not fit now
  Optional<Rendering.Rejected> refuses(List<Long> lengths) {
    long needed = SPARE_BYTES + lengths.stream().mapToLong(bytes -> bytes).sum();
    if (needed > emptyBytes) {
      return Optional.of(
          new Rendering.Rejected(
              Rejection.NEEDS_TOO_MUCH_MEMORY,
              "the variants need %d bytes of disk, at most %d are available"
                  .formatted(needed, emptyBytes)));
    }
    if (needed > freeBytes) {
      throw new StorageFull("the variants need %d bytes, %d are free".formatted(needed, freeBytes));
    }
    return Optional.empty();
  }
}
