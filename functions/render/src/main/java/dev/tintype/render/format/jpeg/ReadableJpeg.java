package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A JPEG in the form that libvips takes: its first marker directly behind its start, its height in
/// its frame header, an end mark behind its scans.
///
/// @param file the whole file
/// @param from where the first marker behind the start begins
/// @param to the first byte behind the picture's data
/// @param ended whether an end mark stands there
/// @param heightAt where the frame header has its height
/// @param height px
public record ReadableJpeg(
    NativeBytes file, long from, long to, boolean ended, long heightAt, int height) {

  private static final int START = 2;

  /// The bytes for a decoder: the file itself where it can be, else a copy.
  ///
  /// @param arena holds the copy
  public MemorySegment in(Arena arena) {
    boolean told = file.u16(heightAt) == height;
    if (from == START && ended && told) {
      return file.file();
    }
    MemorySegment copy = arena.allocate(START + to - from + 2);
    copy.set(ValueLayout.JAVA_BYTE, 0, (byte) 0xff);
    copy.set(ValueLayout.JAVA_BYTE, 1, (byte) JpegMarkers.SOI);
    MemorySegment.copy(file.file(), from, copy, START, to - from);
    copy.set(ValueLayout.JAVA_BYTE, copy.byteSize() - 2, (byte) 0xff);
    copy.set(ValueLayout.JAVA_BYTE, copy.byteSize() - 1, (byte) JpegMarkers.EOI);
    long at = heightAt - from + START;
    copy.set(ValueLayout.JAVA_BYTE, at, (byte) (height >> 8));
    copy.set(ValueLayout.JAVA_BYTE, at + 1, (byte) height);
    return copy;
  }
}
