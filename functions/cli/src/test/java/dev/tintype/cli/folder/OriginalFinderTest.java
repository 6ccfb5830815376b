package dev.tintype.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalFinderTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void filesOfAFolderHavePathsRelativeToIt() throws IOException {
    touch("photos/b.jpg");
    touch("photos/a/c.jpg");
    touch("photos/a.jpg");
    assertThat(ids(find("photos"))).containsExactly("a.jpg", "a/c.jpg", "b.jpg");
  }

  @Test
  void aNameThatOccursTwiceGetsANumber() throws IOException {
    touch("one/x.jpg");
    touch("two/x.jpg");
    touch("three/x.jpg");
    assertThat(ids(find("one/x.jpg", "two", "three/x.jpg")))
        .containsExactly("x.jpg", "x.jpg~2", "x.jpg~3");
  }

  @Test
  void theSameFileTwiceIsOneImage() throws IOException {
    touch("photos/a.jpg");
    assertThat(ids(find("photos/a.jpg", "photos", "photos/../photos/a.jpg")))
        .containsExactly("a.jpg");
  }

  @Test
  void hiddenFilesAndFoldersAreSkippedWithANoteUnlessNamed() throws IOException {
    touch("photos/.trash/a.jpg");
    touch("photos/.b.jpg");
    Found found = find("photos");
    assertThat(found.originals()).isEmpty();
    assertThat(found.skipped()).extracting(Found.Note::why).containsExactly("hidden", "hidden");
    assertThat(ids(find("photos/.b.jpg"))).containsExactly(".b.jpg");
  }

  @Test
  void loopsOfLinksAreNotFollowedForever() throws IOException {
    touch("photos/in/a.jpg");
    Files.createSymbolicLink(folder.resolve("photos/in/up"), folder.resolve("photos"));
    Found found = find("photos");
    assertThat(ids(found)).containsExactly("in/a.jpg");
    assertThat(found.skipped())
        .extracting(Found.Note::why)
        .containsExactly("a link back to a folder that contains it");
  }

  @Test
  void linksAreFollowedAndBrokenLinksAreReported() throws IOException {
    touch("elsewhere/a.jpg");
    Files.createDirectories(folder.resolve("photos"));
    Files.createSymbolicLink(folder.resolve("photos/more"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("photos/gone.jpg"), folder.resolve("nowhere"));
    Found found = find("photos");
    assertThat(ids(found)).containsExactly("more/a.jpg");
    assertThat(found.unusable())
        .extracting(note -> folder.relativize(note.path()) + " " + note.why())
        .containsExactly("photos/gone.jpg Its target does not exist.");
  }

  /// A folder whose records are in another database has only the secret.
  @ParameterizedTest
  @ValueSource(strings = {"tintype.db", "signing.secret"})
  void aDataFolderIsNotSearchedUnlessNamed(String mark) throws IOException {
    touch("photos/a.jpg");
    touch("photos/tintype-data/" + mark);
    touch("photos/tintype-data/public/id/version/160.jpg");
    Found found = find("photos");
    assertThat(ids(found)).containsExactly("a.jpg");
    assertThat(found.skipped())
        .containsExactly(
            new Found.Note(folder.resolve("photos/tintype-data"), "a data folder of Tintype"));
    assertThat(ids(find("photos/tintype-data/public"))).containsExactly("id/version/160.jpg");
  }

  @Test
  void thumbnailsAndTrashOfASystemAreNotSearched() throws IOException {
    touch("photos/a.jpg");
    touch("photos/trip/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg");
    touch("photos/#recycle/b.jpg");
    touch("photos/$RECYCLE.BIN/c.jpg");
    touch("photos/$Recycle.Bin/d.jpg");
    Found found = find("photos");
    assertThat(ids(found)).containsExactly("a.jpg");
    assertThat(found.skipped()).hasSize(4);
  }

  @Test
  void theOutputFolderIsNotSearched() throws IOException {
    touch("photos/a.jpg");
    touch("photos/out/a.jpg/0123456789abcdef/160.jpg");
    Found found =
        OriginalFinder.find(List.of(folder.resolve("photos")), folder.resolve("photos/out"));
    assertThat(ids(found)).containsExactly("a.jpg");
  }

  @Test
  void theOutputFolderCannotBeProcessed() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    assertThatThrownBy(() -> find("out"))
        .isInstanceOf(OriginalFinder.NotThere.class)
        .hasMessageContaining("choose another --out");
  }

  @Test
  void aNamedPipeIsAFailureAndAFoundPipeIsSkipped() throws Exception {
    Found named = OriginalFinder.find(List.of(Path.of("/dev/null")), folder.resolve("out"));
    assertThat(named.unusable()).extracting(Found.Note::path).containsExactly(Path.of("/dev/null"));
    Files.createDirectories(folder.resolve("photos"));
    Path pipe = folder.resolve("photos/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Found met = find("photos");
    assertThat(met.unusable()).isEmpty();
    assertThat(met.skipped()).extracting(Found.Note::path).containsExactly(pipe);
  }

  @Test
  void aMissingPathIsReported() {
    assertThatThrownBy(() -> find("nope.jpg"))
        .isInstanceOf(OriginalFinder.NotThere.class)
        .hasMessage("There is no file or folder " + folder.resolve("nope.jpg") + ".");
  }

  @Test
  void reservedAndInvalidNamesAreChanged() throws IOException {
    touch("photos/index.html");
    touch("photos/index-12.html");
    touch("photos/sub/index.html");
    touch("photos/line\nbreak.jpg");
    touch("photos/back\\slash.jpg");
    assertThat(ids(find("photos")))
        .containsExactly(
            "back_slash.jpg",
            "index-12.html~2",
            "index.html~2",
            "line_break.jpg",
            "sub/index.html");
  }

  @Test
  void aFolderCannotHaveAReservedName() throws IOException {
    touch("photos/index.html/a.jpg");
    touch("photos/index-3.html/a.jpg");
    assertThat(ids(find("photos"))).containsExactly("index-3.html~2/a.jpg", "index.html~2/a.jpg");
  }

  @Test
  void anEmptyTextNamesNoFile() {
    assertThatThrownBy(() -> OriginalFinder.find(List.of(Path.of("")), folder.resolve("out")))
        .isInstanceOf(OriginalFinder.NotThere.class)
        .hasMessageContaining("An empty text names no file");
  }

  @Test
  void aBrokenLinkAndANameThatIsNotUtf8AreExplained() throws IOException {
    Files.createSymbolicLink(folder.resolve("gone.jpg"), folder.resolve("nowhere"));
    assertThatThrownBy(() -> find("gone.jpg")).hasMessageContaining("a link to a missing file");
    assertThatThrownBy(() -> find("caf\ufffd.jpg"))
        .hasMessageContaining("If its name is not UTF-8, name its folder instead.");
  }

  @Test
  void filesWhoseNamesAreNotUtf8AreFoundInTheirFolder() throws Exception {
    Files.createDirectories(folder.resolve("photos"));
    String script = "printf x > $'photos/caf\\xe9.jpg'; printf y > $'photos/caf\\xe8.jpg'";
    Process made =
        new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    Found found = find("photos");
    assertThat(ids(found)).containsExactly("caf\ufffd.jpg", "caf\ufffd.jpg~2");
    assertThat(found.originals()).allSatisfy(file -> assertThat(file.path()).exists());
  }

  private Found find(String... given) throws IOException {
    return OriginalFinder.find(
        List.of(given).stream().map(folder::resolve).toList(), folder.resolve("out"));
  }

  private static List<String> ids(Found found) {
    return found.originals().stream().map(file -> file.imageId().value()).toList();
  }

  private void touch(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }
}
