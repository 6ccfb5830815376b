package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngChunks.Chunk;
import java.util.List;

/// Whether an animated PNG was cut off before all of its frames came
/// (https://www.w3.org/TR/png-3/#apng-frame-based-animation). A cut in the end chunk alone loses no
/// pixels.
///
/// @param bytes the whole file
public record ApngEnd(NativeBytes bytes) {

  private static final int FRAME_DATA = 0x66644154;
  private static final int HEAD_BYTES = 8;

  /// @return whether the end chunk is missing and so is a part of a promised frame
  public boolean missing() {
    if (!new PngEnd(bytes).missing()) {
      return false;
    }
    List<Chunk> chunks = PngChunks.of(bytes);
    long promised = promised(chunks);
    return promised > 0 && (isInFrameData(chunks) || drawn(chunks) < promised);
  }

  private long promised(List<Chunk> chunks) {
    return chunks.stream()
        .takeWhile(chunk -> !chunk.name().equals("IDAT"))
        .filter(chunk -> chunk.name().equals("acTL") && chunk.length() == 8)
        .mapToLong(chunk -> bytes.u32(chunk.at()))
        .findFirst()
        .orElse(0);
  }

  /// Whether the file ends inside the data of a later frame.
  private boolean isInFrameData(List<Chunk> chunks) {
    if (chunks.isEmpty()) {
      return false;
    }
    long next = chunks.getLast().at() + chunks.getLast().length() + 4;
    return next + HEAD_BYTES <= bytes.length() && (int) bytes.u32(next + 4) == FRAME_DATA;
  }

  /// How many frames have data.
  private static int drawn(List<Chunk> chunks) {
    int drawn = 0;
    boolean begun = false;
    for (Chunk chunk : chunks) {
      switch (chunk.name()) {
        case "fcTL" -> begun = true;
        case "IDAT", "fdAT" -> {
          drawn += begun ? 1 : 0;
          begun = false;
        }
        default -> {}
      }
    }
    return drawn;
  }
}
