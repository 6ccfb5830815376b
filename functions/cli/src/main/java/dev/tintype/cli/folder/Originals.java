package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/// A list of files that keeps no more of each than its path below a folder: a run may have a
/// hundred thousand, and little memory.
final class Originals extends AbstractList<OriginalFile> implements RandomAccess {

  private final List<Place> places = new ArrayList<>();
  private final List<Path> relatives = new ArrayList<>();

  /// Of those files alone whose name does not follow from their path.
  private final Map<Integer, ImageId> names = new HashMap<>();

  Originals() {}

  /// Where files lie, one object for all that lie there.
  record Place(Path folder) {}

  /// @param place the folder that was given, or the one in which the given file lies
  /// @param relative the file's path below it
  /// @param name what its versions are filed under
  void add(Place place, Path relative, ImageId name) {
    if (!ImageNames.plain(relative).equals(name.value())) {
      names.put(relatives.size(), name);
    }
    places.add(place);
    relatives.add(relative);
  }

  @Override
  public OriginalFile get(int index) {
    Path relative = relatives.get(index);
    ImageId name = names.get(index);
    return new OriginalFile(
        places.get(index).folder().resolve(relative),
        name == null ? new ImageId(ImageNames.plain(relative)) : name);
  }

  @Override
  public int size() {
    return relatives.size();
  }
}
