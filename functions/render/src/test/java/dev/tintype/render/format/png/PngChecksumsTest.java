package dev.tintype.render.format.png;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.specimens.Picture;
import dev.tintype.render.specimens.Png;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Damage in chunks that pixels need is detected before any native codec reads the file.
final class PngChecksumsTest {

  private static final byte[] WHOLE =
      Png.of(Png.Type.PALETTE)
          .with(Png.Chunk.gamma(45_455))
          .encode(Picture.plain(40, 30, 0xff2060a0));

  @Test
  void aCompleteFileHasCorrectChecksums() {
    assertThat(areBroken(WHOLE)).isFalse();
  }

  @Test
  void aChangedByteInANeededChunkIsDetected() {
    for (String chunk : new String[] {"IHDR", "PLTE", "IDAT"}) {
      byte[] changed = WHOLE.clone();
      changed[find(chunk) + 5] ^= 1;
      assertThat(areBroken(changed)).as(chunk).isTrue();
    }
  }

  @Test
  void aWrongChecksumOfMetadataIsIgnored() {
    byte[] changed = WHOLE.clone();
    changed[find("gAMA") + 5] ^= 1;
    assertThat(areBroken(changed)).isFalse();
  }

  @Test
  void truncatedDataIsDetectedAndAMissingEndChunkIsIgnored() {
    int data = find("IDAT");
    assertThat(areBroken(Arrays.copyOf(WHOLE, data + 20))).isTrue();
    assertThat(areBroken(Arrays.copyOf(WHOLE, WHOLE.length - 12))).isFalse();
  }

  @Test
  void arbitraryLengthsEndTheWalk() {
    byte[] changed = WHOLE.clone();
    Arrays.fill(changed, find("gAMA") - 4, find("gAMA"), (byte) 0xff);
    assertThat(areBroken(changed)).isFalse();
    assertThat(areBroken(Arrays.copyOf(WHOLE, 9))).isFalse();
  }

  private static int find(String chunk) {
    return new String(WHOLE, StandardCharsets.ISO_8859_1).indexOf(chunk);
  }

  private static boolean areBroken(byte[] file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, file);
      return new PngChecksums(new NativeBytes(copy)).areBroken();
    }
  }
}
