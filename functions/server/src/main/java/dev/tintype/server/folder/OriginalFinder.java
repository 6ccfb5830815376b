package dev.tintype.server.folder;

import dev.tintype.server.folder.Found.Note;
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
import java.util.Set;

/// Finds the files that the given paths name: a file itself, and everything inside a folder but
/// hidden files. Links are followed; a link back to a folder that holds it is left alone.
public final class OriginalFinder {

  private final Path out;
  private final ImageNames names = new ImageNames();
  private final Set<Path> seen = new HashSet<>();
  private final List<OriginalFile> originals = new ArrayList<>();
  private final List<Note> skipped = new ArrayList<>();
  private final List<Note> unusable = new ArrayList<>();

  private OriginalFinder(Path out) {
    this.out = out;
  }

  /// Searches the paths in their order, each folder by name.
  ///
  /// @param given files and folders
  /// @param out the folder for the results, in which nothing is searched
  /// @throws NotThere when a given path does not exist or is the folder for the results
  public static Found find(List<Path> given, Path out) throws IOException {
    OriginalFinder finder = new OriginalFinder(real(out));
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
    if (!Files.exists(given)) {
      throw new NotThere("There is no file or folder " + given + ".");
    }
    if (!Files.isDirectory(given)) {
      BasicFileAttributes attributes = Files.readAttributes(given, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        addFile(given, lastPart(given), attributes);
      } else {
        unusable.add(new Note(given, "It is not a plain file: save it as one first."));
      }
    } else if (given.toRealPath().equals(out)) {
      throw new NotThere(given + " is the folder for the results: choose another --out.");
    } else {
      addFolder(given);
    }
  }

  private static Path lastPart(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? Path.of("original") : name;
  }

  private void addFolder(Path folder) throws IOException {
    List<Seen> inside = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new Visitor(folder, inside));
    inside.sort(Comparator.comparing(Seen::path));
    inside.forEach(file -> addFile(file.path(), folder.relativize(file.path()), file.attributes()));
  }

  private void addFile(Path path, Path relative, BasicFileAttributes attributes) {
    if (!seen.add(path.toAbsolutePath().normalize())) {
      return;
    }
    if (attributes.isSymbolicLink()) {
      unusable.add(new Note(path, "The link leads nowhere."));
    } else if (!attributes.isRegularFile()) {
      skipped.add(new Note(path, "not a plain file"));
    } else {
      try {
        originals.add(new OriginalFile(path, names.name(relative)));
      } catch (IllegalArgumentException e) {
        unusable.add(
            new Note(path, "Its path is too long: move it, or give a folder nearer to it."));
      }
    }
  }

  /// A file met on the way.
  private record Seen(Path path, BasicFileAttributes attributes) {}

  /// Collects the files of one folder.
  private final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<Seen> inside;

    Visitor(Path root, List<Seen> inside) {
      this.root = root;
      this.inside = inside;
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
      if (!hidden(file)) {
        inside.add(new Seen(file, attributes));
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
