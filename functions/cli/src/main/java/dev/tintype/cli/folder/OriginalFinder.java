package dev.tintype.cli.folder;

import dev.tintype.cli.folder.Found.Note;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the files under the given paths: a file itself, or everything inside a folder except
/// hidden files and data folders of Tintype. Links are followed, except a link back to a folder
/// that contains it.
public final class OriginalFinder {

  /// The character that Java puts in place of bytes that are not UTF-8.
  private static final char REPLACED = '\ufffd';

  /// Thumbnails of Synology's system, and the trash of Synology's and of Windows, in lower case.
  private static final Set<String> OF_SYSTEMS = Set.of("@eadir", "#recycle", "$recycle.bin");

  private final Path out;
  private final ImageNames names = new ImageNames();

  /// The files found so far; absent when no file can be found twice.
  private final Optional<Set<Path>> seen;

  private final Originals originals = new Originals();
  private final List<Note> skipped = new ArrayList<>();
  private final List<Note> unusable = new ArrayList<>();

  private OriginalFinder(Path out, boolean one) {
    this.out = out;
    this.seen = one ? Optional.empty() : Optional.of(new HashSet<>());
  }

  /// Searches the paths in the given order, and each folder by name.
  ///
  /// @param given files and folders
  /// @param out the output folder, which is not searched
  /// @throws NotThere when a given path does not exist or is the output folder
  public static Found find(List<Path> given, Path out) throws IOException {
    OriginalFinder finder = new OriginalFinder(real(out), given.size() == 1);
    for (Path path : given) {
      finder.add(path);
    }
    return new Found(finder.originals, finder.skipped, finder.unusable);
  }

  /// Searches the paths in the given order, and each folder by name.
  ///
  /// @param given files and folders
  /// @throws NotThere when a given path does not exist
  public static Found find(List<Path> given) throws IOException {
    // No folder has this path, so no folder is left out.
    return find(given, Path.of("/dev/null"));
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
  }

  private void add(Path given) throws IOException {
    if (given.toString().isEmpty()) {
      throw new NotThere("An empty text names no file: write '.' for the current folder.");
    }
    if (!Files.exists(given)) {
      throw new NotThere(missing(given));
    }
    if (!Files.isDirectory(given)) {
      BasicFileAttributes attributes = Files.readAttributes(given, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        addFile(new Originals.Place(folderOf(given)), lastPart(given));
      } else {
        unusable.add(new Note(given, "It is not a regular file: save it as one first."));
      }
    } else if (given.toRealPath().equals(out)) {
      throw new NotThere(given + " is the output folder: choose another --out.");
    } else {
      addFolder(given);
    }
  }

  /// Explains why a path does not exist. It may be a link with a missing target. A name that is not
  /// UTF-8 does not reach this program as it was typed.
  private static String missing(Path given) {
    if (Files.isSymbolicLink(given)) {
      return given + " is a link to a missing file.";
    }
    return given.toString().indexOf(REPLACED) < 0
        ? "There is no file or folder " + given + "."
        : "There is no file or folder "
            + given
            + ". If its name is not UTF-8, name its folder instead.";
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  private static Path lastPart(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? Path.of("original") : name;
  }

  private void addFolder(Path folder) throws IOException {
    Visitor visitor = new Visitor(folder);
    Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    visitor.files.sort(Comparator.naturalOrder());
    Originals.Place place = new Originals.Place(folder);
    visitor.files.forEach(relative -> addFile(place, relative));
    visitor.others.sort(Comparator.comparing(Seen::path));
    visitor.others.forEach(this::note);
  }

  private void addFile(Originals.Place place, Path relative) {
    Path path = place.folder().resolve(relative);
    if (!isNew(path)) {
      return;
    }
    try {
      originals.add(place, relative, names.name(relative));
    } catch (IllegalArgumentException e) {
      unusable.add(new Note(path, "Its path is too long: move it, or name a folder closer to it."));
    }
  }

  private boolean isNew(Path path) {
    return seen.isEmpty() || seen.get().add(path.toAbsolutePath().normalize());
  }

  private void note(Seen other) {
    if (!isNew(other.path())) {
      return;
    }
    if (other.attributes().isSymbolicLink()) {
      unusable.add(new Note(other.path(), "Its target does not exist."));
    } else {
      skipped.add(new Note(other.path(), "not a regular file"));
    }
  }

  /// A path that is not a regular file, met during the search.
  private record Seen(Path path, BasicFileAttributes attributes) {}

  /// Collects the files of one folder.
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Path> files = new ArrayList<>();
    private final List<Seen> others = new ArrayList<>();

    Visitor(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (folder.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      if (hidden(folder)
          || ofSystem(folder)
          || ofTintype(folder)
          || folder.toRealPath().equals(out)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (hidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isRegularFile()) {
        files.add(root.relativize(file));
      } else {
        others.add(new Seen(file, attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      switch (e) {
        case FileSystemLoopException _ ->
            skipped.add(new Note(file, "a link back to a folder that contains it"));
        case AccessDeniedException _ ->
            unusable.add(new Note(file, "You have no permission to read it."));
        case NoSuchFileException _ -> unusable.add(new Note(file, "It was deleted meanwhile."));
        default -> unusable.add(new Note(file, "It cannot be read: " + e.getMessage()));
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean ofSystem(Path folder) {
      String name = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT);
      boolean isSystem = OF_SYSTEMS.contains(name);
      if (isSystem) {
        skipped.add(new Note(folder, "thumbnails or deleted files of a system"));
      }
      return isSystem;
    }

    /// Variants are no originals: an import that takes them makes more of them each time.
    private boolean ofTintype(Path folder) {
      boolean isData =
          Files.isDirectory(folder.resolve("public"))
              && Stream.of("signing.secret", "tintype.db")
                  .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
      if (isData) {
        skipped.add(new Note(folder, "a data folder of Tintype"));
      }
      return isData;
    }

    private boolean hidden(Path path) {
      boolean hidden = String.valueOf(path.getFileName()).startsWith(".");
      if (hidden) {
        skipped.add(new Note(path, "hidden"));
      }
      return hidden;
    }
  }

  /// Thrown when a given path cannot be processed at all.
  public static final class NotThere extends RuntimeException {
    NotThere(String message) {
      super(message);
    }
  }
}
