package dev.tintype.files;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The next few thousand names of a folder, kept from one page of a long list to the next. A folder
/// of a million names is then read fifty times, not once for each page; memory is bounded by the
/// window. One thread at a time.
final class NameWindow {

  private static final int NAMES = 20_000;

  private List<FolderEntry> names = List.of();
  private Optional<String> from = Optional.empty();
  private boolean isFilled;
  private boolean reachesEnd;

  /// Reads a folder.
  @FunctionalInterface
  interface Scan {
    /// @return at most so many names, the smallest that are wanted, in order
    List<FolderEntry> smallest(int most) throws IOException;
  }

  /// @param after the name or key behind which names are asked for
  /// @param wanted which names are
  /// @param most how many
  /// @param scan reads the folder, when the window holds too few
  /// @return the smallest names that are wanted, in order; fewer than asked for only at the end
  List<FolderEntry> next(Optional<String> after, Predicate<FolderEntry> wanted, int most, Scan scan)
      throws IOException {
    boolean isKnown = isFilled && !isBefore(after);
    if (isKnown) {
      drop(wanted);
      if (names.size() >= most || reachesEnd) {
        from = after;
        return first(wanted, most);
      }
    }
    names = scan.smallest(Math.max(NAMES, most));
    from = after;
    isFilled = true;
    reachesEnd = names.size() < Math.max(NAMES, most);
    return first(wanted, most);
  }

  /// Forgets the names that the list has passed.
  private void drop(Predicate<FolderEntry> wanted) {
    int passed = 0;
    while (passed < names.size() && !wanted.test(names.get(passed))) {
      passed++;
    }
    names = names.subList(passed, names.size());
  }

  /// Whether the list began anew, before what the window holds.
  private boolean isBefore(Optional<String> after) {
    return from.isPresent()
        && (after.isEmpty()
            || FolderEntry.compare(after.get(), from.get()) < 0
            || after.get().startsWith(from.get()));
  }

  private List<FolderEntry> first(Predicate<FolderEntry> wanted, int most) {
    return names.stream().filter(wanted).limit(most).toList();
  }
}
