package dev.tintype.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.OriginalFormat.Sniffed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Which HEIF files count as AVIF by their brands.
final class HeifBrandsTest {

  private static final Sniffed AVIF = new Sniffed.Known(OriginalFormat.AVIF);
  private static final Sniffed HEIC = new Sniffed.Heic();
  private static final Sniffed UNKNOWN = new Sniffed.Unknown();

  /// A box of brands with the major one first, and the bytes after it in the file.
  private static byte[] brands(int length, String all) {
    ByteBuffer file = ByteBuffer.allocate(12 + all.length()).putInt(length);
    file.put("ftyp".getBytes(StandardCharsets.US_ASCII));
    file.put(all.substring(0, 4).getBytes(StandardCharsets.US_ASCII)).putInt(0);
    return file.put(all.substring(4).getBytes(StandardCharsets.US_ASCII)).array();
  }

  private static Sniffed sniffed(String all) {
    return OriginalFormat.sniff(brands(12 + all.length(), all));
  }

  @Test
  void anAvifBrandInAnyPlaceMeansAvif() {
    for (String all :
        new String[] {
          "avif",
          "avis",
          "avifmif1",
          "mif1avif",
          "msf1avif",
          "mif1miafMA1Aavif",
          "msf1avis",
          "heicavif"
        }) {
      assertThat(sniffed(all)).as(all).isEqualTo(AVIF);
    }
    assertThat(sniffed("mif1" + "abcd".repeat(50) + "avif")).isEqualTo(AVIF);
  }

  @Test
  void otherHeifBrandsMeanHeic() {
    for (String all :
        new String[] {"mif1", "msf1", "mif1heic", "heicmif1", "heix", "hevc", "heim"}) {
      assertThat(sniffed(all)).as(all).isEqualTo(HEIC);
    }
  }

  /// A brand has four letters. Letters of two neighbouring brands form no brand, and neither do the
  /// bytes after the box.
  @Test
  void onlyWholeBrandsInTheListCount() {
    assertThat(sniffed("mif1xavifabc")).isEqualTo(HEIC);
    assertThat(sniffed("isomxxavifxx")).isEqualTo(UNKNOWN);
    assertThat(OriginalFormat.sniff(brands(20, "mif1miafavif"))).isEqualTo(HEIC);
    assertThat(sniffed("isommp42")).isEqualTo(UNKNOWN);
    assertThat(sniffed("qt  ")).isEqualTo(UNKNOWN);
  }

  @Test
  void aTruncatedHeadIsNotAnError() {
    byte[] whole = brands(20, "mif1avif");
    for (int length = 0; length < whole.length; length++) {
      assertThat(OriginalFormat.sniff(java.util.Arrays.copyOf(whole, length))).isNotNull();
    }
  }
}
