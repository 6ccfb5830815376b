package dev.tintype.render.format.avif;

import dev.tintype.render.color.ColorStatement;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.avif.IsoBoxes.Box;
import java.util.List;
import java.util.Optional;

/// The facts about the picture of an AVIF (https://aomediacodec.github.io/av1-avif/).
///
/// @param codec of its coded data, such as `av01`; empty when that cannot be determined
/// @param codes its colours as its boxes state them; they override those in the coded picture
/// @param sequence the colours that the coded picture states
/// @param premultiplied whether its colours are premultiplied by alpha
public record AvifPicture(
    Optional<String> codec,
    Optional<Codes> codes,
    Optional<Av1Sequence> sequence,
    boolean premultiplied) {

  private static final int MOST_DERIVATIONS = 4;

  /// Code points of ITU-T H.273.
  ///
  /// @param at where they are in the file
  record Codes(long at, int primaries, int transfer, int matrix, boolean fullRange) {

    /// Their length, bytes.
    static final int BYTES = 7;

    private static final int UNSPECIFIED = 2;

    boolean areComplete() {
      return primaries != UNSPECIFIED && transfer != UNSPECIFIED && matrix != UNSPECIFIED;
    }
  }

  static AvifPicture of(IsoBoxes boxes, AvifItems items, long primary) {
    long coded = coded(items, primary);
    Optional<Codes> codes =
        codes(boxes, items.properties(primary)).or(() -> codes(boxes, items.properties(coded)));
    Optional<Av1Sequence> sequence =
        items.position(coded).flatMap(at -> Av1Sequence.at(boxes.bytes(), at));
    return new AvifPicture(
        items.type(coded), codes, sequence, !items.references(primary, "prem").isEmpty());
  }

  /// The item with coded pixels; for a grid, its first tile.
  private static long coded(AvifItems items, long primary) {
    long item = primary;
    for (int i = 0; i < MOST_DERIVATIONS; i++) {
      List<Long> parts = items.references(item, "dimg");
      if (parts.isEmpty()) {
        return item;
      }
      item = parts.getFirst();
    }
    return item;
  }

  private static Optional<Codes> codes(IsoBoxes boxes, List<Box> properties) {
    NativeBytes bytes = boxes.bytes();
    return properties.stream()
        .filter(box -> box.is("colr") && box.length() >= 4 + Codes.BYTES)
        .filter(box -> bytes.text(box.body(), 4).equals("nclx"))
        .map(box -> box.body() + 4)
        .map(at ->
            new Codes(
                at, bytes.u16(at), bytes.u16(at + 2), bytes.u16(at + 4), bytes.u8(at + 6) >= 0x80))
        .findFirst();
  }

  /// The file's colour statement; empty when it makes none.
  public Optional<ColorStatement> statement() {
    return codes
        .map(c -> ColorStatement.ofCodes(c.primaries, c.transfer, /* narrow= */ false))
        .or(() ->
            sequence.map(
                s -> ColorStatement.ofCodes(s.primaries(), s.transfer(), /* narrow= */ false)));
  }

  /// Returns whether it is grey with black at 16 of 255: libheif expands the range of colours only.
  public boolean isNarrowGrey() {
    return sequence
        .filter(Av1Sequence::monochrome)
        .filter(s -> !codes.map(Codes::fullRange).orElse(s.fullRange()))
        .isPresent();
  }

  /// Returns whether libheif would take the range from the coded picture although the file's boxes
  /// state another one. It does so when they leave a code point unspecified.
  boolean hidesItsRange() {
    return sequence
        .filter(s -> !s.monochrome())
        .filter(s ->
            codes
                .filter(c -> !c.areComplete())
                .filter(c -> c.fullRange() != s.fullRange())
                .isPresent())
        .isPresent();
  }
}
