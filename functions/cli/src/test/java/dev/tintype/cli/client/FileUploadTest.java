package dev.tintype.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileUploadTest {

  @Test
  void aLongNameKeepsItsEndWithoutSplittingACharacter() {
    String lake = "🛶".repeat(200);
    assertThat(FileUpload.shortened(lake)).isEqualTo("🛶".repeat(127));
    assertThat(FileUpload.shortened("a/" + lake + ".jpg")).isEqualTo("🛶".repeat(125) + ".jpg");
    assertThat(FileUpload.shortened("line\nbreak.jpg")).isEqualTo("line_break.jpg");
  }
}
