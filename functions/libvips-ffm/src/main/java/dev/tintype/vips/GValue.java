package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// GLib's container for one value of any type; closing it frees the content. For one thread.
final class GValue implements AutoCloseable {

  private static final long BYTES = 24;

  private final VipsCalls calls;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment value = arena.allocate(BYTES, 8);

  /// A zeroed `GValue`; the function that fills it sets its type.
  GValue(VipsCalls calls) {
    this.calls = calls;
  }

  /// An empty `GValue` of `type`.
  GValue(VipsCalls calls, long type) {
    this(calls);
    MemorySegment same =
        NativeCall.returning(() -> (MemorySegment) calls.valueInit.invokeExact(value, type));
    assert same.address() == value.address();
  }

  MemorySegment pointer() {
    return value;
  }

  void setBoolean(boolean truth) {
    NativeCall.run(() -> calls.setBoolean.invokeExact(value, truth ? 1 : 0));
  }

  void setInt(int number) {
    NativeCall.run(() -> calls.setInt.invokeExact(value, number));
  }

  void setUint64(long number) {
    NativeCall.run(() -> calls.setUint64.invokeExact(value, number));
  }

  void setDouble(double number) {
    NativeCall.run(() -> calls.setDouble.invokeExact(value, number));
  }

  void setEnum(int code) {
    NativeCall.run(() -> calls.setEnum.invokeExact(value, code));
  }

  void setFlags(int bits) {
    NativeCall.run(() -> calls.setFlags.invokeExact(value, bits));
  }

  void setString(String text) {
    MemorySegment chars = arena.allocateFrom(text);
    NativeCall.run(() -> calls.setString.invokeExact(value, chars));
  }

  void setRefString(String text) {
    MemorySegment chars = arena.allocateFrom(text);
    NativeCall.run(() -> calls.setRefString.invokeExact(value, chars));
  }

  void setObject(MemorySegment object) {
    NativeCall.run(() -> calls.setObject.invokeExact(value, object));
  }

  /// Stores `memory` without copying it and without ever freeing it.
  void setBlob(MemorySegment memory) {
    NativeCall.run(
        () -> calls.setBlob.invokeExact(value, MemorySegment.NULL, memory, memory.byteSize()));
  }

  void setInts(int[] numbers) {
    MemorySegment array = arena.allocateFrom(JAVA_INT, numbers);
    NativeCall.run(() -> calls.setInts.invokeExact(value, array, numbers.length));
  }

  void setDoubles(double[] numbers) {
    MemorySegment array = arena.allocateFrom(JAVA_DOUBLE, numbers);
    NativeCall.run(() -> calls.setDoubles.invokeExact(value, array, numbers.length));
  }

  /// Stores images and takes its own reference to each.
  void setImages(List<MemorySegment> images) {
    NativeCall.run(() -> calls.setImages.invokeExact(value, images.size()));
    MemorySegment array =
        NativeCall.returning(
            () -> (MemorySegment) calls.getImages.invokeExact(value, MemorySegment.NULL));
    for (int i = 0; i < images.size(); i++) {
      MemorySegment image = images.get(i);
      MemorySegment reference =
          NativeCall.returning(() -> (MemorySegment) calls.objectRef.invokeExact(image));
      array.setAtIndex(VipsCalls.POINTER, i, reference);
    }
  }

  boolean getBoolean() {
    return NativeCall.returning(() -> (int) calls.getBoolean.invokeExact(value)) != 0;
  }

  int getInt() {
    return NativeCall.returning(() -> (int) calls.getInt.invokeExact(value));
  }

  double getDouble() {
    return NativeCall.returning(() -> (double) calls.getDouble.invokeExact(value));
  }

  String getRefString() {
    MemorySegment chars =
        NativeCall.returning(
            () -> (MemorySegment) calls.getRefString.invokeExact(value, MemorySegment.NULL));
    return chars.address() == 0 ? "" : chars.getString(0);
  }

  byte[] getBlob() {
    MemorySegment length = arena.allocate(JAVA_LONG);
    MemorySegment memory =
        NativeCall.returning(() -> (MemorySegment) calls.getBlob.invokeExact(value, length));
    return memory.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
  }

  int[] getInts() {
    MemorySegment count = arena.allocate(JAVA_INT);
    MemorySegment array =
        NativeCall.returning(() -> (MemorySegment) calls.getInts.invokeExact(value, count));
    return array.asSlice(0, 4L * count.get(JAVA_INT, 0)).toArray(JAVA_INT);
  }

  double[] getDoubles() {
    MemorySegment count = arena.allocate(JAVA_INT);
    MemorySegment array =
        NativeCall.returning(() -> (MemorySegment) calls.getDoubles.invokeExact(value, count));
    return array.asSlice(0, 8L * count.get(JAVA_INT, 0)).toArray(JAVA_DOUBLE);
  }

  /// Returns a new reference to the stored object; NULL if there is none.
  MemorySegment dupObject() {
    return NativeCall.returning(() -> (MemorySegment) calls.dupObject.invokeExact(value));
  }

  /// Returns a new reference to the stored boxed value; NULL if there is none.
  MemorySegment dupBoxed() {
    return NativeCall.returning(() -> (MemorySegment) calls.dupBoxed.invokeExact(value));
  }

  /// Returns the type of the content; 0 while it has none.
  long type() {
    return value.get(JAVA_LONG, 0);
  }

  @Override
  public void close() {
    if (type() != 0) {
      NativeCall.run(() -> calls.valueUnset.invokeExact(value));
    }
    arena.close();
  }
}
