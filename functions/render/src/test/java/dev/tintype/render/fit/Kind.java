package dev.tintype.render.fit;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.plan.Dimensions;
import dev.tintype.render.plan.Header;

/// A kind of original whose decoder takes memory in its own way.
///
/// @param name what it is
/// @param format its format
/// @param width of the grid's originals, px; their height is what admission allows
/// @param frames how many
/// @param bands channels with alpha
/// @param bits a channel
/// @param alpha whether the last channel is transparency
/// @param interlaced progressive JPEG or Adam7
/// @param save the operation that writes it
/// @param options of that operation
record Kind(
    String name,
    OriginalFormat format,
    int width,
    int frames,
    int bands,
    int bits,
    boolean alpha,
    boolean interlaced,
    String save,
    String options) {

  /// The header such an original has, its length guessed low.
  Header header(int height) {
    return new Header(
        format,
        new Dimensions(width, height),
        1,
        frames,
        bands,
        bits,
        alpha,
        interlaced,
        /* profile= */ false,
        1_000_000);
  }
}
