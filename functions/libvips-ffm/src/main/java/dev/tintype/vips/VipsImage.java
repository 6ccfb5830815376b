package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/// A libvips image. Its pixels are usually computed only when they are read. Freed on close.
///
/// It may be closed before the images made from it, which keep what they need. Memory passed to
/// libvips must outlive every image made from it; only [#copyToMemory()] removes that dependency.
/// Many threads may read an image at once; its owner closes it after they have finished.
public final class VipsImage implements AutoCloseable {

  private final Vips vips;
  private final VipsCalls calls;
  private final MemorySegment pointer;
  private final AtomicBoolean closed = new AtomicBoolean();

  VipsImage(Vips vips, MemorySegment pointer) {
    this.vips = vips;
    this.calls = vips.calls();
    this.pointer = pointer;
  }

  /// The width in px; for an animation, of one frame.
  public int width() {
    return number(calls.imageWidth);
  }

  /// The height in px; frames that are loaded together are stacked and all count.
  public int height() {
    return number(calls.imageHeight);
  }

  /// The number of bands, including alpha.
  public int bands() {
    return number(calls.imageBands);
  }

  /// The type of each band.
  public BandFormat format() {
    return BandFormat.of(number(calls.imageFormat));
  }

  /// The nick of the colour space, for example `srgb`, `b-w`, `cmyk`, `rgb16`.
  public String interpretation() {
    int code = number(calls.imageInterpretation);
    return vips.parameters().nicks(vips.types().interpretation()).entrySet().stream()
        .filter(nick -> nick.getValue() == code)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("unknown");
  }

  /// Whether the last band is alpha.
  public boolean hasAlpha() {
    return number(calls.imageHasAlpha) != 0;
  }

  /// The number of pages or frames of the file, at least 1, whether or not they were loaded.
  public int pages() {
    return number(calls.imagePages);
  }

  /// The height of one frame in px; the whole height when frames are not stacked.
  public int pageHeight() {
    return number(calls.imagePageHeight);
  }

  /// The EXIF orientation, 1 to 8; 1 when there is none.
  public int orientation() {
    return number(calls.imageOrientation);
  }

  /// The names of all header and metadata fields.
  public List<String> fields() {
    MemorySegment names =
        NativeCall.returning(() -> (MemorySegment) calls.imageFields.invokeExact(pointer()));
    List<String> fields = new ArrayList<>();
    for (long i = 0; names.getAtIndex(VipsCalls.POINTER, i).address() != 0; i++) {
      fields.add(names.getAtIndex(VipsCalls.POINTER, i).getString(0));
    }
    NativeCall.run(() -> calls.freeStrings.invokeExact(names));
    return fields;
  }

  /// The int field `name`; empty if absent or of another type.
  public OptionalInt intField(String name) {
    return field(name, GType.INT, GValue::getInt).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /// The text field `name`; empty if absent or of another type.
  public Optional<String> textField(String name) {
    return field(name, vips.types().refString(), GValue::getRefString);
  }

  /// A copy of the binary field `name`, such as `icc-profile-data`; empty if absent or of another
  /// type.
  public Optional<byte[]> bytesField(String name) {
    return field(name, vips.types().blob(), GValue::getBlob);
  }

  /// The int array field `name`, such as `delay`; empty if absent or of another type.
  public Optional<int[]> intsField(String name) {
    return field(name, vips.types().ints(), GValue::getInts);
  }

  /// Sets the int field `name`. Only change fields of an image that no other thread and no other
  /// operation uses yet, such as a fresh [#copy()].
  public void setField(String name, int value) {
    set(name, GType.INT, box -> box.setInt(value));
  }

  /// Sets the int array field `name`, under the same condition.
  public void setField(String name, int[] values) {
    set(name, vips.types().ints(), box -> box.setInts(values));
  }

  /// Sets the text field `name`, under the same condition.
  public void setField(String name, String value) {
    set(name, vips.types().refString(), box -> box.setRefString(value));
  }

  /// Sets the binary field `name`, such as `icc-profile-data`, under the same condition. The bytes
  /// are copied.
  public void setField(String name, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chars = arena.allocateFrom(name);
      MemorySegment memory = arena.allocate(Math.max(1, bytes.length));
      MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
      NativeCall.run(
          () -> calls.imageSetBlobCopy.invokeExact(pointer(), chars, memory, (long) bytes.length));
    }
  }

  /// Removes the field `name`, under the same condition. Returns whether it existed.
  public boolean removeField(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chars = arena.allocateFrom(name);
      return NativeCall.returning(() -> (int) calls.imageRemove.invokeExact(pointer(), chars)) != 0;
    }
  }

  /// Returns the same pixels with a separate header; nothing is computed.
  public VipsImage copy() {
    return vips.image(VipsOperation.named("copy").with("in", this));
  }

  /// Computes all pixels into memory of libvips. The result no longer needs the source file or
  /// memory. An image from [Vips#fromMemory] is not copied and still needs its memory.
  ///
  /// @throws VipsException if the pixels cannot be computed, for example from a corrupt file
  public VipsImage copyToMemory() {
    vips.clearErrors();
    MemorySegment copy =
        NativeCall.returning(() -> (MemorySegment) calls.imageCopyMemory.invokeExact(pointer()));
    if (copy.address() == 0) {
      throw vips.failure("copy_memory");
    }
    return new VipsImage(vips, copy);
  }

  /// Computes all pixels into a block of memory: contiguous rows, interleaved bands.
  ///
  /// @throws VipsException if the pixels cannot be computed
  public VipsBlob writeToMemory() {
    vips.clearErrors();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(JAVA_LONG);
      MemorySegment pixels =
          NativeCall.returning(
              () -> (MemorySegment) calls.imageWriteToMemory.invokeExact(pointer(), length));
      if (pixels.address() == 0) {
        throw vips.failure("write_to_memory");
      }
      return new VipsBlob(
          pixels,
          length.get(JAVA_LONG, 0),
          () -> NativeCall.run(() -> calls.free.invokeExact(pixels)));
    }
  }

  /// Makes every running computation that needs this image's pixels fail soon, on any thread.
  public void kill() {
    NativeCall.run(() -> calls.imageSetKill.invokeExact(pointer(), 1));
  }

  /// Releases the image; a second call does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      NativeCall.run(() -> calls.objectUnref.invokeExact(pointer));
    }
  }

  MemorySegment pointer() {
    if (closed.get()) {
      throw new IllegalStateException("the image is closed");
    }
    return pointer;
  }

  private int number(MethodHandle getter) {
    return NativeCall.returning(() -> (int) getter.invokeExact(pointer()));
  }

  private <T> Optional<T> field(String name, long type, Function<GValue, T> read) {
    try (Arena arena = Arena.ofConfined();
        GValue box = new GValue(calls)) {
      MemorySegment chars = arena.allocateFrom(name);
      long found =
          NativeCall.returning(() -> (long) calls.imageTypeOf.invokeExact(pointer(), chars));
      if (found != type) {
        return Optional.empty();
      }
      vips.clearErrors();
      if (NativeCall.returning(
              () -> (int) calls.imageGet.invokeExact(pointer(), chars, box.pointer()))
          != 0) {
        throw vips.failure("image_get " + name);
      }
      return Optional.of(read.apply(box));
    }
  }

  private void set(String name, long type, Consumer<GValue> fill) {
    try (Arena arena = Arena.ofConfined();
        GValue box = new GValue(calls, type)) {
      fill.accept(box);
      MemorySegment chars = arena.allocateFrom(name);
      NativeCall.run(() -> calls.imageSet.invokeExact(pointer(), chars, box.pointer()));
    }
  }
}
