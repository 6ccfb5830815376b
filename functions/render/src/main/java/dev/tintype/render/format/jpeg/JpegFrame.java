package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.util.ArrayList;
import java.util.List;

/// A JPEG's frame header (ITU T.81, B.2.2); it determines the required number of blocks.
///
/// @param marker its kind, such as 0xc0
/// @param precision bits per sample
/// @param height px; 0 when a later segment states it
/// @param width px
/// @param components in file order
record JpegFrame(int marker, int precision, int height, int width, List<Component> components) {

  private static final int MOST_BLOCKS_IN_UNIT = 10;

  /// One channel.
  ///
  /// @param index its position in the frame
  /// @param id its identifier in scan headers
  /// @param across horizontal sampling factor, 1 to 4
  /// @param down vertical sampling factor, 1 to 4
  /// @param quantization index of its table, 0 to 3
  record Component(int index, int id, int across, int down, int quantization) {}

  /// @throws JpegFault when the header is invalid, or its coding process is not supported
  static JpegFrame parse(int marker, NativeBytes data) {
    unread(marker);
    if (data.length() < 6 || data.length() != 6 + 3L * data.u8(5)) {
      throw JpegFault.of("a frame header of " + data.length() + " bytes");
    }
    if (data.u8(0) != 8) {
      throw data.u8(0) == 12
          ? JpegFault.unread("JPEG of 12 bits")
          : JpegFault.of("a precision of " + data.u8(0) + " bits");
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < data.u8(5); i++) {
      int at = 6 + 3 * i;
      int across = data.u8(at + 1) >> 4;
      int down = data.u8(at + 1) & 15;
      if (across < 1 || across > 4 || down < 1 || down > 4 || data.u8(at + 2) > 3) {
        throw JpegFault.of("an impossible component");
      }
      components.add(new Component(i, data.u8(at), across, down, data.u8(at + 2)));
    }
    if (data.u16(3) == 0 || components.isEmpty()) {
      throw JpegFault.of("a frame without pixels");
    }
    JpegFrame frame = new JpegFrame(marker, data.u8(0), data.u16(1), data.u16(3), components);
    if (!frame.wholeSampling()) {
      throw JpegFault.unread("JPEG with fractional sampling");
    }
    return frame;
  }

  private static void unread(int marker) {
    switch (marker) {
      case 0xc3, 0xc7, 0xcb, 0xcf -> throw JpegFault.unread("lossless JPEG");
      case 0xc5, 0xc6, 0xcd, 0xce -> throw JpegFault.unread("hierarchical JPEG");
      default -> {}
    }
  }

  JpegFrame withHeight(int lines) {
    return new JpegFrame(marker, precision, lines, width, components);
  }

  boolean progressive() {
    return marker == 0xc2 || marker == 0xca;
  }

  boolean arithmetic() {
    return marker >= 0xc9;
  }

  /// Returns whether every component's sampling factor divides the largest one; libjpeg reads no
  /// others.
  private boolean wholeSampling() {
    return components.stream()
        .allMatch(c -> mostAcross() % c.across() == 0 && mostDown() % c.down() == 0);
  }

  private int mostAcross() {
    return components.stream().mapToInt(Component::across).max().orElseThrow();
  }

  private int mostDown() {
    return components.stream().mapToInt(Component::down).max().orElseThrow();
  }

  /// The blocks per row of a component that has a scan of its own.
  int blocksAcross(Component c) {
    return ceil(ceil(width * c.across(), mostAcross()), 8);
  }

  /// The rows of blocks of a component that has a scan of its own.
  int blocksDown(Component c) {
    return ceil(ceil(height * c.down(), mostDown()), 8);
  }

  /// The number of units (MCUs) in a scan.
  long units(List<Component> inScan) {
    if (inScan.size() == 1) {
      return (long) blocksAcross(inScan.getFirst()) * blocksDown(inScan.getFirst());
    }
    int blocks = inScan.stream().mapToInt(c -> c.across() * c.down()).sum();
    if (blocks > MOST_BLOCKS_IN_UNIT) {
      throw JpegFault.of(blocks + " blocks in a unit");
    }
    return (long) ceil(width, 8 * mostAcross()) * ceil(height, 8 * mostDown());
  }

  private static int ceil(int number, int by) {
    return (number + by - 1) / by;
  }
}
