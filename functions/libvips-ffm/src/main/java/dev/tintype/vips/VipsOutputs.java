package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/// The outputs of a finished operation, by name. For one thread; the caller closes it.
///
/// Images and blobs taken from it have their own owners and outlive it.
public final class VipsOutputs implements AutoCloseable {

  private final Vips vips;
  private final String operation;
  private final MemorySegment object;
  private boolean closed;

  VipsOutputs(Vips vips, String operation, MemorySegment object) {
    this.vips = vips;
    this.operation = operation;
    this.object = object;
  }

  /// Returns the image `name`; the caller closes it.
  ///
  /// @throws VipsArgumentException if there is no such image among the outputs
  public VipsImage image(String name) {
    MemorySegment image = get(name, vips.types().image(), "an image", GValue::dupObject);
    if (image.address() == 0) {
      throw absent(name, "an image");
    }
    return new VipsImage(vips, image);
  }

  /// Returns the memory `name`; the caller closes it.
  ///
  /// @throws VipsArgumentException if there is no such memory among the outputs
  public VipsBlob blob(String name) {
    MemorySegment blob = get(name, vips.types().blob(), "memory", GValue::dupBoxed);
    if (blob.address() == 0) {
      throw absent(name, "memory");
    }
    try (Arena arena = Arena.ofConfined()) {
      VipsCalls calls = vips.calls();
      MemorySegment length = arena.allocate(JAVA_LONG);
      MemorySegment bytes =
          NativeCall.returning(() -> (MemorySegment) calls.blobGet.invokeExact(blob, length));
      return new VipsBlob(
          bytes,
          length.get(JAVA_LONG, 0),
          () -> NativeCall.run(() -> calls.areaUnref.invokeExact(blob)));
    }
  }

  /// Returns the int `name`.
  ///
  /// @throws VipsArgumentException if there is no such int among the outputs
  public int integer(String name) {
    return get(name, GType.INT, "an int", GValue::getInt);
  }

  /// Returns the double `name`.
  ///
  /// @throws VipsArgumentException if there is no such double among the outputs
  public double real(String name) {
    return get(name, GType.DOUBLE, "a double", GValue::getDouble);
  }

  /// Returns the boolean `name`.
  ///
  /// @throws VipsArgumentException if there is no such boolean among the outputs
  public boolean truth(String name) {
    return get(name, GType.BOOLEAN, "a truth value", GValue::getBoolean);
  }

  /// Returns the doubles `name`.
  ///
  /// @throws VipsArgumentException if there are no such doubles among the outputs
  public double[] reals(String name) {
    return get(name, vips.types().doubles(), "doubles", GValue::getDoubles);
  }

  private <T> T get(String name, long type, String kind, Function<GValue, T> read) {
    if (closed) {
      throw new IllegalStateException("the outputs of " + operation + " are closed");
    }
    if (vips.parameters().typeOf(object, operation, name) != type) {
      throw absent(name, kind);
    }
    VipsCalls calls = vips.calls();
    try (Arena arena = Arena.ofConfined();
        GValue box = new GValue(calls, type)) {
      MemorySegment chars = arena.allocateFrom(name);
      NativeCall.run(() -> calls.getProperty.invokeExact(object, chars, box.pointer()));
      return read.apply(box);
    }
  }

  private VipsArgumentException absent(String name, String kind) {
    return new VipsArgumentException(operation, name, "is not " + kind + " among the outputs");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      new OperationCall(vips).release(object);
    }
  }
}
