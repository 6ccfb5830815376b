package dev.tintype.cli.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandscapeTest {

  @Test
  void needsNoFolderForTemporaryFiles(@TempDir Path folder) throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path file = folder.resolve("photo.jpg");
    ImageIO.setCacheDirectory(gone.toFile());
    try {
      Files.delete(gone);
      new Landscape(64, 48, 1).write(file);
    } finally {
      ImageIO.setCacheDirectory(null);
    }
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(64);
  }
}
