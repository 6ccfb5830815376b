package dev.tintype.cli.importing;

import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFile;
import dev.tintype.cli.folder.OriginalFinder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// The files of a folder and of the folders in it.
final class FolderSource implements ImportSource {

  private final Path folder;

  /// @param folder it exists
  FolderSource(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public void each(Visitor visitor) throws IOException {
    Found found = OriginalFinder.find(List.of(folder));
    found.unusable().forEach(note -> visitor.unreadable(name(note.path()), note.why()));
    found.skipped().forEach(note -> visitor.left(name(note.path()), note.why()));
    for (OriginalFile file : found.originals()) {
      if (!shown(file.path(), visitor)) {
        return;
      }
    }
  }

  private boolean shown(Path file, Visitor visitor) {
    if (!folder.resolve(name(file)).equals(file)) {
      visitor.unreadable(name(file), "Its name is not UTF-8: rename it.");
      return true;
    }
    try {
      BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
      return visitor.item(
          new ImportItem(name(file), known.size(), known.lastModifiedTime().toString()));
    } catch (IOException e) {
      visitor.unreadable(name(file), String.valueOf(e.getMessage()));
      return true;
    }
  }

  private String name(Path file) {
    return folder.relativize(file).toString();
  }

  @Override
  public Optional<InputStream> beginning(ImportItem item, int most) throws IOException {
    try {
      return Optional.of(Files.newInputStream(folder.resolve(item.name())));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Local> local(ImportItem item) {
    Path file = folder.resolve(item.name());
    return Files.exists(file)
        ? Optional.of(new Local(file, /* isFetched= */ false))
        : Optional.empty();
  }
}
