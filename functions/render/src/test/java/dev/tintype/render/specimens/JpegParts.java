package dev.tintype.render.specimens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A JPEG split at its markers, to be rearranged. Each part begins with its marker; a scan's coded
/// data belongs to its part.
public final class JpegParts {

  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;

  private final List<byte[]> parts;

  private JpegParts(List<byte[]> parts) {
    this.parts = parts;
  }

  /// @param jpeg a valid file that ends with its end mark
  public static JpegParts of(byte[] jpeg) {
    List<byte[]> parts = new ArrayList<>();
    int at = 0;
    while (at < jpeg.length) {
      int marker = jpeg[at + 1] & 0xff;
      int end = at + 2;
      if (marker != 0xd8 && marker != EOI) {
        end += u16(jpeg, at + 2);
      }
      while (marker == SOS && !endsScan(jpeg, end)) {
        end++;
      }
      parts.add(Arrays.copyOfRange(jpeg, at, end));
      at = end;
    }
    return new JpegParts(parts);
  }

  private static boolean endsScan(byte[] jpeg, int at) {
    int next = jpeg[at + 1] & 0xff;
    return jpeg[at] == (byte) 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  /// The indices of all parts with a marker.
  public List<Integer> all(int marker) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if ((parts.get(i)[1] & 0xff) == marker) {
        found.add(i);
      }
    }
    return found;
  }

  /// The index of the first part with a marker.
  public int first(int marker) {
    return all(marker).getFirst();
  }

  /// The index of its frame header.
  public int frame() {
    for (int i = 0; i < parts.size(); i++) {
      int marker = parts.get(i)[1] & 0xff;
      if (marker >= 0xc0 && marker <= 0xca && marker != 0xc4 && marker != 0xc8) {
        return i;
      }
    }
    throw new IllegalStateException("a JPEG without a frame");
  }

  /// A copy with bytes inserted before a part.
  public JpegParts insert(int place, int... bytes) {
    List<byte[]> more = new ArrayList<>(parts);
    more.add(place, new Bytes().u8(bytes).done());
    return new JpegParts(more);
  }

  /// A copy without some parts.
  public JpegParts remove(int from, int to) {
    List<byte[]> fewer = new ArrayList<>(parts);
    fewer.subList(from, to).clear();
    return new JpegParts(fewer);
  }

  /// The same without the parts of a marker.
  public JpegParts without(int marker) {
    List<byte[]> fewer = new ArrayList<>(parts);
    fewer.removeIf(part -> (part[1] & 0xff) == marker);
    return new JpegParts(fewer);
  }

  /// The same with some parts moved before another, which comes earlier.
  public JpegParts move(int from, int to, int before) {
    List<byte[]> moved = new ArrayList<>(parts);
    List<byte[]> taken = new ArrayList<>(moved.subList(from, to));
    moved.subList(from, to).clear();
    moved.addAll(before, taken);
    return new JpegParts(moved);
  }

  /// A copy with changed bytes in a part.
  ///
  /// @param at offset in the part; if negative, counted from the end of a scan's header
  public JpegParts patch(int place, int at, int... bytes) {
    List<byte[]> patched = new ArrayList<>(parts);
    byte[] part = parts.get(place).clone();
    int from = at < 0 ? 2 + u16(part, 2) + at : at;
    for (int i = 0; i < bytes.length; i++) {
      part[from + i] = (byte) bytes[i];
    }
    patched.set(place, part);
    return new JpegParts(patched);
  }

  /// A copy with a changed scan's coded data.
  public JpegParts recode(int place, java.util.function.UnaryOperator<byte[]> change) {
    byte[] part = parts.get(place);
    int head = 2 + u16(part, 2);
    List<byte[]> recoded = new ArrayList<>(parts);
    byte[] data = change.apply(Arrays.copyOfRange(part, head, part.length));
    recoded.set(place, new Bytes().raw(Arrays.copyOf(part, head)).raw(data).done());
    return new JpegParts(recoded);
  }

  /// A copy with a scan's coded data but without its header.
  public JpegParts headless(int place) {
    byte[] part = parts.get(place);
    List<byte[]> headless = new ArrayList<>(parts);
    headless.set(place, Arrays.copyOfRange(part, 2 + u16(part, 2), part.length));
    return new JpegParts(headless);
  }

  /// The offset of a part in the file.
  public int offset(int place) {
    return parts.subList(0, place).stream().mapToInt(part -> part.length).sum();
  }

  /// The file.
  public byte[] join() {
    Bytes out = new Bytes();
    parts.forEach(out::raw);
    return out.done();
  }

  /// The file without its end mark.
  public byte[] endless() {
    return remove(parts.size() - 1, parts.size()).join();
  }
}
