package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.StoredObject;
import java.util.List;
import java.util.Optional;

/// Both storages of one place.
///
/// @param name the place, the same for every spelling of its address
/// @param originals the private storage
/// @param variants the public storage
public record Side(String name, Storage originals, Storage variants) {

  Storage of(Part part) {
    return part == Part.ORIGINALS ? originals : variants;
  }

  /// What a side has.
  ///
  /// @param files how many files
  /// @param bytes how many bytes they have
  public record Size(long files, long bytes) {
    private Size plus(Size other) {
      return new Size(files + other.files, bytes + other.bytes);
    }
  }

  /// Lists everything.
  ///
  /// @throws dev.tintype.core.port.StoreUnavailable when a storage does not answer
  public Size size() {
    return size(originals).plus(size(variants));
  }

  private static Size size(Storage storage) {
    Storage.Pages pages = storage.pages("");
    Size size = new Size(0, 0);
    Optional<String> after = Optional.empty();
    while (true) {
      List<StoredObject> page = pages.page(after, PairedFolders.MOST);
      if (page.isEmpty()) {
        return size;
      }
      size = size.plus(new Size(page.size(), page.stream().mapToLong(StoredObject::bytes).sum()));
      after = Optional.of(page.getLast().key());
    }
  }
}
