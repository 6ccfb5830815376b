package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/// A list of files that stores only the relative path of each: a run may have a hundred thousand
/// files and little memory.
final class Originals extends AbstractList<OriginalFile> implements RandomAccess {

  private final List<Place> places = new ArrayList<>();
  private final List<Path> relatives = new ArrayList<>();

  /// The ids of those files whose id does not follow from their path.
  private final Map<Integer, ImageId> names = new HashMap<>();

  Originals() {}

  /// A folder with files; all files in it share one object.
  record Place(Path folder) {}

  /// @param place the given folder, or the folder of the given file
  /// @param relative the file's path relative to it
  /// @param name the image id
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
