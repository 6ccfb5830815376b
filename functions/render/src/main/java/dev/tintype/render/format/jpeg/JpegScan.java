package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.util.ArrayList;
import java.util.List;

/// A JPEG's scan header (ITU T.81, B.2.3).
///
/// @param parts the components in it, with their tables
/// @param from first coefficient of a progressive scan, 0 to 63
/// @param to last coefficient of a progressive scan
/// @param before the bit position of the scan that this one refines; 0 for a first scan
/// @param bit the lowest bit position in this scan
record JpegScan(List<Part> parts, int from, int to, int before, int bit) {

  /// A component in a scan.
  ///
  /// @param component the component
  /// @param dcTable 0 to 3
  /// @param acTable 0 to 3
  record Part(JpegFrame.Component component, int dcTable, int acTable) {}

  /// @throws JpegFault when the header is impossible
  static JpegScan parse(JpegFrame frame, NativeBytes data) {
    int parts = data.length() < 6 ? 0 : data.u8(0);
    if (parts < 1 || parts > 4 || data.length() != 4 + 2L * parts) {
      throw JpegFault.of("a scan header of " + data.length() + " bytes");
    }
    List<Part> found = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int tables = data.u8(2 + 2 * i);
      found.add(new Part(component(frame, data.u8(1 + 2 * i), found), tables >> 4 & 3, tables & 3));
    }
    int at = 1 + 2 * parts;
    JpegScan scan =
        new JpegScan(
            found, data.u8(at), data.u8(at + 1), data.u8(at + 2) >> 4, data.u8(at + 2) & 15);
    // A sequential scan does not use them; some phones write zeros.
    if (frame.progressive()) {
      scan.requireBand();
    }
    return scan;
  }

  private static JpegFrame.Component component(JpegFrame frame, int id, List<Part> taken) {
    return frame.components().stream()
        .filter(c -> c.id() == id)
        .filter(c -> taken.stream().noneMatch(p -> p.component().equals(c)))
        .findFirst()
        .orElseThrow(() -> JpegFault.of("a scan of an unknown component"));
  }

  private void requireBand() {
    boolean band = dc() ? to == 0 : from <= to && to <= 63 && parts.size() == 1;
    boolean refines = before == 0 || before == bit + 1;
    if (!band || !refines || bit > 13) {
      throw JpegFault.of("a scan of an impossible band");
    }
  }

  boolean dc() {
    return from == 0;
  }

  boolean first() {
    return before == 0;
  }

  List<JpegFrame.Component> components() {
    return parts.stream().map(Part::component).toList();
  }
}
