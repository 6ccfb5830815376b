package dev.tintype.vips;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// The value of one argument of an operation.
public sealed interface VipsArgument {

  /// An integer, for arguments of type int, uint64 and double.
  ///
  /// @param value the number
  record Int(long value) implements VipsArgument {}

  /// A floating point number.
  ///
  /// @param value the number
  record Real(double value) implements VipsArgument {}

  /// A boolean.
  ///
  /// @param value the boolean
  record Bool(boolean value) implements VipsArgument {}

  /// A text: a string argument, a file name, the nick of an enum value (`"lanczos3"`), nicks of
  /// flags separated by `|`, or a number or boolean as text.
  ///
  /// @param value the text
  record Text(String value) implements VipsArgument {
    /// Rejects a NUL character, at which C would cut the text.
    public Text {
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a text for libvips cannot contain a NUL character");
      }
    }
  }

  /// An image. The operation takes its own reference, so the image may be closed after the call.
  ///
  /// @param value the image
  record Picture(VipsImage value) implements VipsArgument {}

  /// Native memory, used in place. It must stay alive and unchanged as long as any image made from
  /// it, because libvips decodes lazily.
  ///
  /// @param value a native segment
  record Bytes(MemorySegment value) implements VipsArgument {
    /// Rejects memory on the Java heap, which the garbage collector moves.
    public Bytes {
      if (!value.isNative()) {
        throw new IllegalArgumentException(
            "libvips reads native memory only; allocate it in an Arena");
      }
    }
  }

  /// A list of integers.
  ///
  /// @param values the numbers
  record Ints(List<Integer> values) implements VipsArgument {
    /// Copies the list.
    public Ints {
      values = List.copyOf(values);
    }

    static Ints of(int... values) {
      return new Ints(Arrays.stream(values).boxed().toList());
    }

    int[] array() {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /// A list of floating point numbers.
  ///
  /// @param values the numbers
  record Reals(List<Double> values) implements VipsArgument {
    /// Copies the list.
    public Reals {
      values = List.copyOf(values);
    }

    static Reals of(double... values) {
      return new Reals(Arrays.stream(values).boxed().toList());
    }

    double[] array() {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  /// A list of images.
  ///
  /// @param values the images
  record Pictures(List<VipsImage> values) implements VipsArgument {
    /// Copies the list.
    public Pictures {
      values = List.copyOf(values);
    }
  }

  /// Returns a description for messages, such as `int 5`.
  default String describe() {
    return switch (this) {
      case Int(long value) -> "int " + value;
      case Real(double value) -> "double " + value;
      case Bool(boolean value) -> "boolean " + value;
      case Text(String value) -> "text '" + value + "'";
      case Picture ignored -> "an image";
      case Bytes(MemorySegment value) -> value.byteSize() + " bytes";
      case Ints(List<Integer> values) -> "ints " + values;
      case Reals(List<Double> values) -> "doubles " + values;
      case Pictures(List<VipsImage> values) -> values.size() + " images";
    };
  }
}
