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
import java.util.Optional;
import java.util.Set;

/// Finds the files that the given paths name: a file itself, and everything inside a folder but
/// hidden files. Links are followed; a link back to a folder that holds it is left alone.
public final class OriginalFinder {

  /// What Java reads in place of bytes that are no UTF-8.
  private static final char REPLACED = '\ufffd';

  private final Path out;
  private final ImageNames names = new ImageNames();

  /// The files found so far, where there are several places to find one in.
  private final Optional<Set<Path>> seen;

  private final Originals originals = new Originals();
  private final List<Note> skipped = new ArrayList<>();
  private final List<Note> unusable = new ArrayList<>();

  private OriginalFinder(Path out, boolean one) {
    this.out = out;
    this.seen = one ? Optional.empty() : Optional.of(new HashSet<>());
  }

  /// Searches the paths in their order, each folder by name.
  ///
  /// @param given files and folders
  /// @param out the folder for the results, in which nothing is searched
  /// @throws NotThere when a given path does not exist or is the folder for the results
  public static Found find(List<Path> given, Path out) throws IOException {
    OriginalFinder finder = new OriginalFinder(real(out), given.size() == 1);
    for (Path path : given) {
      finder.add(path);
    }
    return new Found(finder.originals, finder.skipped, finder.unusable);
  }

  /// Searches the paths in their order, each folder by name.
  ///
  /// @param given files and folders
  /// @throws NotThere when a given path does not exist
  public static Found find(List<Path> given) throws IOException {
    // No folder has this path, so none is left out.
    return find(given, Path.of("/dev/null"));
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
  }

  private void add(Path given) throws IOException {
    if (given.toString().isEmpty()) {
      throw new NotThere("An empty text names no file: the current folder is written '.'.");
    }
    if (!Files.exists(given)) {
      throw new NotThere(missing(given));
    }
    if (!Files.isDirectory(given)) {
      BasicFileAttributes attributes = Files.readAttributes(given, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        addFile(new Originals.Place(folderOf(given)), lastPart(given));
      } else {
        unusable.add(new Note(given, "It is not a plain file: save it as one first."));
      }
    } else if (given.toRealPath().equals(out)) {
      throw new NotThere(given + " is the folder for the results: choose another --out.");
    } else {
      addFolder(given);
    }
  }

  /// A link that leads nowhere is there, and what it leads to is not; a name that is no UTF-8 never
  /// arrives as it was typed.
  private static String missing(Path given) {
    if (Files.isSymbolicLink(given)) {
      return given + " is a link that leads nowhere.";
    }
    return given.toString().indexOf(REPLACED) < 0
        ? "There is no file or folder " + given + "."
        : "There is no file or folder "
            + given
            + ". If its name is not UTF-8, give the folder it lies in.";
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
      unusable.add(new Note(path, "Its path is too long: move it, or give a folder nearer to it."));
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
      unusable.add(new Note(other.path(), "The link leads nowhere."));
    } else {
      skipped.add(new Note(other.path(), "not a plain file"));
    }
  }

  /// Something else than a plain file, met on the way.
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
      if (hidden(folder) || folder.toRealPath().equals(out)) {
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
            skipped.add(new Note(file, "a link back to a folder that holds it"));
        case AccessDeniedException _ ->
            unusable.add(new Note(file, "You may not read it: change its permissions."));
        case NoSuchFileException _ -> unusable.add(new Note(file, "It was removed meanwhile."));
        default -> unusable.add(new Note(file, "It cannot be read: " + e.getMessage()));
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean hidden(Path path) {
      boolean hidden = String.valueOf(path.getFileName()).startsWith(".");
      if (hidden) {
        skipped.add(new Note(path, "hidden"));
      }
      return hidden;
    }
  }

  /// A given path cannot be processed at all.
  public static final class NotThere extends RuntimeException {
    NotThere(String message) {
      super(message);
    }
  }
}
