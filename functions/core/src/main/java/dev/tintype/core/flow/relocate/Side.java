package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.Storage;

/// Both storages of one place.
///
/// @param name the place, the same for every spelling of its address
/// @param originals the private storage
/// @param variants the public storage
public record Side(String name, Storage originals, Storage variants) {

  Storage of(Part part) {
    return part == Part.ORIGINALS ? originals : variants;
  }
}
