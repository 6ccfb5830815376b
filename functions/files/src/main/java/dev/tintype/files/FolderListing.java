package dev.tintype.files;

import dev.tintype.core.Keys;
import dev.tintype.core.Keys.OriginalKey;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// One page of a list. Memory is bounded by the page: of a folder, however large, only the smallest
/// names behind the cursor are kept, and it is read again when they did not fill the page.
final class FolderListing {

  private final ObjectPaths paths;
  private final String prefix;
  private final Optional<String> after;
  private final int limit;
  private final Optional<NameWindows> windows;
  private final List<StoredObject> page = new ArrayList<>();

  /// @param windows keep names of folders from one page to the next
  FolderListing(
      ObjectPaths paths,
      String prefix,
      Optional<String> after,
      int limit,
      Optional<NameWindows> windows) {
    this.paths = paths;
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
    this.windows = windows;
  }

  List<StoredObject> page() throws IOException {
    String base = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Optional<Path> start = base.isEmpty() ? Optional.of(paths.root()) : folder(base);
    if (start.isPresent()) {
      collect(start.get(), base);
    }
    return page;
  }

  private Optional<Path> folder(String base) {
    return paths.find(base + "x").filter(paths::isReached).map(Path::getParent);
  }

  /// Adds what lies below a folder, whose keys begin with `base`.
  private void collect(Path folder, String base) throws IOException {
    Optional<FolderEntry> last = Optional.empty();
    while (page.size() < limit) {
      int wanted = limit - page.size();
      Optional<FolderEntry> behind = last;
      List<FolderEntry> entries =
          windows.isPresent()
              ? windows
                  .get()
                  .of(base)
                  .next(
                      behind.map(FolderEntry::key).or(() -> after),
                      e -> isWanted(e, behind),
                      wanted,
                      most -> smallest(folder, base, behind, most))
              : smallest(folder, base, last, wanted);
      for (FolderEntry entry : entries) {
        if (page.size() == limit) {
          return;
        }
        add(entry);
      }
      if (entries.size() < wanted) {
        return;
      }
      last = Optional.of(entries.getLast());
    }
  }

  private void add(FolderEntry entry) throws IOException {
    if (entry.isFolder()) {
      collect(entry.path(), entry.key());
    } else {
      page.add(object(entry.key(), entry.attributes()));
    }
  }

  /// @return what storage knows of the object from its key and file
  static StoredObject object(String key, BasicFileAttributes attributes) {
    return new StoredObject(
        key,
        attributes.size(),
        Keys.parseOriginal(key).map(OriginalKey::sha256),
        attributes.lastModifiedTime().toInstant());
  }

  /// @return at most `wanted` entries of the folder behind `last`, the smallest, in order
  private List<FolderEntry> smallest(
      Path folder, String base, Optional<FolderEntry> last, int wanted) throws IOException {
    PriorityQueue<FolderEntry> kept = new PriorityQueue<>(Collections.reverseOrder());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Optional<FolderEntry> entry =
            entry(
                file,
                base,
                kept.size() < wanted ? Optional.empty() : Optional.ofNullable(kept.peek()));
        if (entry.isPresent() && last.filter(l -> l.compareTo(entry.get()) >= 0).isEmpty()) {
          kept.add(entry.get());
          if (kept.size() > wanted) {
            kept.remove();
          }
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    List<FolderEntry> entries = new ArrayList<>(kept);
    Collections.sort(entries);
    return entries;
  }

  /// @return the entry, if it can hold a key that is wanted and smaller than `below`. What its name
  ///   alone rules out is not looked at further.
  private Optional<FolderEntry> entry(Path path, String base, Optional<FolderEntry> below)
      throws IOException {
    Optional<String> part = ObjectPaths.decode(String.valueOf(path.getFileName()));
    if (part.isEmpty()) {
      return Optional.empty();
    }
    String key = base + part.get();
    boolean asObject = key.startsWith(prefix) && isBehindCursor(key);
    boolean asFolder = mayHoldWanted(key + "/");
    if (!(asObject || asFolder)
        || below.filter(b -> FolderEntry.compare(key, b.key()) > 0).isPresent()) {
      return Optional.empty();
    }
    return look(path, key).filter(e -> e.isFolder() ? asFolder : asObject);
  }

  private static Optional<FolderEntry> look(Path path, String key) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isDirectory() || attributes.isRegularFile()
          ? Optional.of(new FolderEntry(path, key, attributes))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private boolean isWanted(FolderEntry entry, Optional<FolderEntry> last) {
    boolean wanted =
        entry.isFolder()
            ? mayHoldWanted(entry.key())
            : entry.key().startsWith(prefix) && isBehindCursor(entry.key());
    return wanted && last.filter(l -> l.compareTo(entry) >= 0).isEmpty();
  }

  private boolean isBehindCursor(String key) {
    return after.filter(cursor -> FolderEntry.compare(key, cursor) <= 0).isEmpty();
  }

  private boolean mayHoldWanted(String folderKey) {
    boolean byPrefix = folderKey.startsWith(prefix) || prefix.startsWith(folderKey);
    boolean byCursor =
        isBehindCursor(folderKey) || after.filter(c -> c.startsWith(folderKey)).isPresent();
    return byPrefix && byCursor;
  }
}
