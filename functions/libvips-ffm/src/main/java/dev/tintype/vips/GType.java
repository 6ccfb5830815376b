package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/// GLib's types as numbers: the fundamental ones, and those that libvips registers at start.
///
/// @param image an image
/// @param blob a block of memory with its length
/// @param ints an array of int
/// @param doubles an array of double
/// @param images an array of images
/// @param refString a shared text, as used in image metadata
/// @param interpretation the enum of colour spaces
record GType(
    long image,
    long blob,
    long ints,
    long doubles,
    long images,
    long refString,
    long interpretation) {

  /// The numbers of GLib's fundamental types (`G_TYPE_MAKE_FUNDAMENTAL` shifts by two).
  static final long BOOLEAN = 5 << 2;

  static final long INT = 6 << 2;
  static final long UINT64 = 11 << 2;
  static final long ENUM = 12 << 2;
  static final long FLAGS = 13 << 2;
  static final long DOUBLE = 15 << 2;
  static final long STRING = 16 << 2;

  static GType read(VipsCalls calls) {
    return new GType(
        named(calls, "VipsImage"),
        named(calls, "VipsBlob"),
        named(calls, "VipsArrayInt"),
        named(calls, "VipsArrayDouble"),
        named(calls, "VipsArrayImage"),
        named(calls, "VipsRefString"),
        NativeCall.returning(() -> (long) calls.interpretationType.invokeExact()));
  }

  private static long named(VipsCalls calls, String name) {
    return find(calls, name)
        .orElseThrow(() -> new VipsUnavailableException("libvips has no type " + name, null));
  }

  static OptionalLong find(VipsCalls calls, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      long type = NativeCall.returning(() -> (long) calls.typeFromName.invokeExact(text));
      return type == 0 ? OptionalLong.empty() : OptionalLong.of(type);
    }
  }
}
