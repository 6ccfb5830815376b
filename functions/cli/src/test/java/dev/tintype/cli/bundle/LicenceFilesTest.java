package dev.tintype.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicenceFilesTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void licencesAndNoticesOfAJarAreCopiedIntoAFolderOfItsName() throws Exception {
    Path jar =
        jar(
            "some-lib-1.2.jar",
            "META-INF/LICENSE",
            "META-INF/Notice.txt",
            "META-INF/licenses/other-3/COPYING",
            "console/main.js.LEGAL.txt",
            "org/License.class",
            "org/Other.txt");
    assertThat(new LicenceFiles(folder.resolve("out")).copy(jar)).isTrue();
    Path copies = folder.resolve("out/some-lib-1.2");
    try (var files = Files.list(copies)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "LICENSE", "Notice.txt", "licenses-other-3-COPYING", "console-main.js.LEGAL.txt");
    }
    assertThat(copies.resolve("LICENSE")).hasContent("META-INF/LICENSE");
  }

  @Test
  void aNameThatLeadsElsewhereStaysInTheFolder() throws Exception {
    Path jar = jar("bad-1.jar", "../../../LICENSE");
    assertThat(new LicenceFiles(folder.resolve("out")).copy(jar)).isTrue();
    assertThat(folder.resolve("out/bad-1/..-..-..-LICENSE")).exists();
  }

  @Test
  void aLibraryWithoutALicenceIsToldApartFromOurOwn() throws Exception {
    LicenceFiles licences = new LicenceFiles(folder.resolve("out"));
    assertThat(licences.copy(jar("foreign-1.jar", "org/A.class"))).isFalse();
    assertThat(licences.copy(jar("core-1.jar", "META-INF/maven/dev.tintype/"))).isTrue();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aNoticeNamesALibraryByItsWholeName() {
    String notice = "jetty-http, jetty-io: Apache License 2.0.\nHikariCP (com.zaxxer)";
    assertThat(LicenceFiles.names(notice, Path.of("lib/jetty-io-12.1.14.jar"))).isTrue();
    assertThat(LicenceFiles.names(notice, Path.of("HikariCP-7.1.0.jar"))).isTrue();
    assertThat(LicenceFiles.names(notice, Path.of("jetty-12.1.14.jar"))).isFalse();
    assertThat(LicenceFiles.names(notice, Path.of("http-1.0.jar"))).isFalse();
  }

  /// Writes a jar whose entries contain their names.
  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          out.write(entry.getBytes(StandardCharsets.UTF_8));
        }
        out.closeEntry();
      }
    }
    return jar;
  }
}
