package dev.tintype.core.recipe;

import dev.tintype.core.Sha256;
import dev.tintype.core.json.MalformedJson;

/// Where the watermarks of a recipe file are. A recipe file names one as a file, or by its digest;
/// a recipe only knows the digest.
public interface WatermarkFiles {

  /// No place: a file cannot be named, and every digest is accepted.
  WatermarkFiles UNKNOWN =
      new WatermarkFiles() {
        @Override
        public Sha256 digest(String name) {
          throw new MalformedJson(
              "has no meaning here: write the sha256 of the file instead, 64 lowercase hex digits");
        }

        @Override
        public void require(Sha256 image) {}
      };

  /// Reads a file and checks it.
  ///
  /// @param name as in the recipe file
  /// @return its digest
  /// @throws MalformedJson when it cannot be used; the message continues a sentence that begins
  ///   with the field
  Sha256 digest(String name);

  /// Looks for a file by its digest and checks it.
  ///
  /// @throws MalformedJson when it is not found or cannot be used; the message continues a sentence
  ///   that begins with the field
  void require(Sha256 image);
}
