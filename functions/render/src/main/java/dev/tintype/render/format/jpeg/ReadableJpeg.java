package dev.tintype.render.format.jpeg;

import dev.tintype.render.format.NativeBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A JPEG in the form that libvips needs: its first marker directly after its start, its height in
/// its frame header, and an end mark after its scans.
///
/// @param file the whole file
/// @param from where the first marker after the start begins
/// @param to the first byte after the picture's data
/// @param ended whether an end mark is there
/// @param heightAt where the frame header stores its height
/// @param height px
public record ReadableJpeg(
    NativeBytes file, long from, long to, boolean ended, long heightAt, int height) {

  private static final int START = 2;

  /// Returns the bytes for a decoder: the file itself where possible, else a copy.
  ///
  /// @param arena owns the copy
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
