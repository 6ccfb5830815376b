package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.OriginalFormat.Sniffed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginalFormatTest {

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /// A JPEG start marker, this many zeros, and a segment.
  private static byte[] startAndSegment(int between, int marker, int length) {
    byte[] head = new byte[between + 6];
    head[0] = (byte) 0xff;
    head[1] = (byte) 0xd8;
    head[between + 2] = (byte) 0xff;
    head[between + 3] = (byte) marker;
    head[between + 4] = (byte) (length >> 8);
    head[between + 5] = (byte) length;
    return head;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 60, 1000, 4000})
  void bytesBeforeTheFirstMarkerDoNotHideAJpeg(int between) {
    for (int marker : new int[] {0xe0, 0xe1, 0xef, 0xdb, 0xc0, 0xc4, 0xdd, 0xfe}) {
      assertThat(OriginalFormat.sniff(startAndSegment(between, marker, 16)))
          .isEqualTo(new Sniffed.Known(OriginalFormat.JPEG));
    }
  }

  @Test
  void aStartMarkerWithoutASegmentIsNotAJpeg() {
    assertThat(OriginalFormat.sniff(bytes(0xff, 0xd8))).isEqualTo(new Sniffed.Unknown());
    assertThat(OriginalFormat.sniff(bytes(0xff, 0xd8, 0, 0, 0, 0, 0)))
        .isEqualTo(new Sniffed.Unknown());
    assertThat(OriginalFormat.sniff(startAndSegment(3, 0x00, 16))).isEqualTo(new Sniffed.Unknown());
    assertThat(OriginalFormat.sniff(startAndSegment(3, 0xe0, 1))).isEqualTo(new Sniffed.Unknown());
  }

  @Test
  void sniffReadsNoMoreThanItsLimit() {
    byte[] far = startAndSegment(OriginalFormat.SNIFF_BYTES, 0xe0, 16);
    assertThat(OriginalFormat.sniff(far)).isEqualTo(new Sniffed.Unknown());
    byte[] text = new byte[OriginalFormat.SNIFF_BYTES];
    Arrays.fill(text, (byte) ' ');
    assertThat(OriginalFormat.sniff(text)).isEqualTo(new Sniffed.Unknown());
  }
}
