package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngChunks.Chunk;
import dev.tintype.render.plan.Dimensions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The positions of an animated PNG's frames on its canvas
/// (https://www.w3.org/TR/png-3/#apng-frame-based-animation).
///
/// @param canvas its width and height
/// @param plays how often it plays; 0 means endlessly
/// @param frames at least two
public record PngAnimation(Dimensions canvas, int plays, List<Frame> frames) {

  private static final int CONTROL_BYTES = 26;
  private static final int SEQUENCE_BYTES = 4;

  /// Copies the list.
  public PngAnimation {
    frames = List.copyOf(frames);
  }

  /// How a frame's area changes before the next frame.
  public enum Disposal {
    /// It stays.
    NONE,
    /// It becomes transparent.
    BACKGROUND,
    /// It is restored to its state before the frame.
    PREVIOUS
  }

  /// One frame.
  ///
  /// @param size width and height of the frame
  /// @param over whether it is blended over the canvas instead of replacing it
  /// @param data its compressed parts, each without a sequence number
  public record Frame(
      Dimensions size,
      int x,
      int y,
      int delayMs,
      Disposal disposal,
      boolean over,
      List<Part> data) {

    boolean covers(Dimensions canvas) {
      return size.equals(canvas);
    }
  }

  /// A range of a frame's compressed bytes.
  ///
  /// @param chunk the chunk that contains them
  /// @param at where they begin
  public record Part(Chunk chunk, long at) {
    long length() {
      return chunk.at() + chunk.length() - at;
    }
  }

  /// @return empty when the PNG is not animated, or when its frame data is invalid: then the still
  ///   picture is shown, as the specification requires
  public static Optional<PngAnimation> of(NativeBytes bytes, List<Chunk> chunks) {
    if (chunks.isEmpty() || !chunks.getFirst().name().equals("IHDR")) {
      return Optional.empty();
    }
    long header = chunks.getFirst().at();
    long width = bytes.u32(header);
    long height = bytes.u32(header + 4);
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return new Walk(bytes, new Dimensions((int) width, (int) height)).over(chunks);
  }

  /// Returns whether it shows the canvas behind it even where its frames are opaque.
  public boolean clears() {
    return !frames.getFirst().covers(canvas)
        || frames.stream().anyMatch(frame -> frame.disposal == Disposal.BACKGROUND)
        || frames.getFirst().disposal == Disposal.PREVIOUS;
  }

  /// Collects the frames, one chunk after another.
  private static final class Walk {
    private final NativeBytes bytes;
    private final Dimensions canvas;
    private final List<Frame> frames = new ArrayList<>();
    private Optional<Chunk> control = Optional.empty();
    private long sequence;
    private boolean pixels;
    private boolean valid = true;

    Walk(NativeBytes bytes, Dimensions canvas) {
      this.bytes = bytes;
      this.canvas = canvas;
    }

    Optional<PngAnimation> over(List<Chunk> chunks) {
      for (Chunk chunk : chunks) {
        switch (chunk.name()) {
          case "acTL" -> control = pixels ? control : Optional.of(chunk);
          case "fcTL" -> begin(chunk);
          case "IDAT" -> {
            pixels = true;
            if (!frames.isEmpty()) {
              frames.getLast().data.add(new Part(chunk, chunk.at()));
            }
          }
          case "fdAT" -> add(chunk);
          default -> {}
        }
      }
      boolean whole = valid && frames.stream().noneMatch(frame -> frame.data.isEmpty());
      return control
          .filter(chunk -> whole && chunk.length() == 8 && frames.size() > 1)
          .filter(chunk -> bytes.u32(chunk.at()) == frames.size())
          .map(chunk ->
              new PngAnimation(canvas, (int) Math.min(0xffff, bytes.u32(chunk.at() + 4)), frames));
    }

    private void begin(Chunk chunk) {
      long at = chunk.at();
      if (chunk.length() != CONTROL_BYTES || bytes.u32(at) != sequence++) {
        valid = false;
        return;
      }
      long width = bytes.u32(at + 4);
      long height = bytes.u32(at + 8);
      long x = bytes.u32(at + 12);
      long y = bytes.u32(at + 16);
      int disposal = bytes.u8(at + 24);
      boolean fits =
          width >= 1 && height >= 1 && x + width <= canvas.width() && y + height <= canvas.height();
      if (!fits || disposal > 2 || !PngChunks.intact(bytes, chunk)) {
        valid = false;
        return;
      }
      frames.add(
          new Frame(
              new Dimensions((int) width, (int) height),
              (int) x,
              (int) y,
              delayMs(bytes.u16(at + 20), bytes.u16(at + 22)),
              disposal(disposal),
              bytes.u8(at + 25) == 1,
              new ArrayList<>()));
    }

    private static Disposal disposal(int code) {
      return switch (code) {
        case 1 -> Disposal.BACKGROUND;
        case 2 -> Disposal.PREVIOUS;
        default -> Disposal.NONE;
      };
    }

    private static int delayMs(int numerator, int denominator) {
      return Math.round(1000f * numerator / (denominator == 0 ? 100 : denominator));
    }

    private void add(Chunk chunk) {
      boolean fits =
          chunk.length() >= SEQUENCE_BYTES
              && pixels
              && !frames.isEmpty()
              && bytes.u32(chunk.at()) == sequence++;
      if (fits) {
        frames.getLast().data.add(new Part(chunk, chunk.at() + SEQUENCE_BYTES));
      } else {
        valid = false;
      }
    }
  }
}
