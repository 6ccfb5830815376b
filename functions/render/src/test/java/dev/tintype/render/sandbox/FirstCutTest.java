package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstCutTest {
  @Test
  void aChildReportsItsJail(@TempDir Path work) throws Exception {
    Path classes =
        Path.of(SelfConfinement.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path tests =
        Path.of(FirstCutTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    WorkFolders folders =
        new WorkFolders(
            Files.createDirectory(work.resolve("in")), Files.createDirectory(work.resolve("out")));
    JailPolicy policy =
        new JailPolicy(
            JailMode.REQUIRE, List.of(classes, tests), folders, JailLimits.ofMemory(512L << 20));
    try (JailKeeper keeper = JailKeeper.open(policy)) {
      Process p =
          keeper.start(
              new JailedJvm(
                      List.of(classes, tests), List.of(), "dev.tintype.render.sandbox.FirstMain")
                  .command(keeper.terms(), folders, List.of()));
      System.out.println(new String(p.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      System.out.println(new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertThat(p.waitFor()).isZero();
    }
  }
}
