package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads libvips' declarations of an operation's arguments from their `GParamSpec`.
///
/// The offsets are those of GLib's public structs on 64-bit machines
/// (https://docs.gtk.org/gobject/class.ParamSpec.html). Safe for use by many threads.
final class ParameterReader {

  /// A declared argument: its GLib type and the values it accepts.
  record Declared(long type, Parameter parameter) {}

  private static final int INPUT = 16;

  private static final long SPEC_VALUE_TYPE = 24;
  private static final long SPEC_END = 72;

  private static final long ENUM_CLASS_COUNT = 16;
  private static final long ENUM_CLASS_VALUES = 24;
  private static final long FLAGS_CLASS_COUNT = 12;
  private static final long FLAGS_CLASS_VALUES = 16;
  private static final long NAMED_VALUE_BYTES = 24;
  private static final long NAMED_VALUE_NICK = 16;

  private final VipsCalls calls;
  private final GType types;

  ParameterReader(VipsCalls calls, GType types) {
    this.calls = calls;
    this.types = types;
  }

  /// Returns the declaration of the input `argument` of `object`, an operation named `operation`.
  ///
  /// @throws VipsArgumentException if it has no such input
  Declared input(MemorySegment object, String operation, String argument) {
    MemorySegment spec = spec(object, operation, argument);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(argument);
      int flags = NativeCall.returning(() -> (int) calls.argumentFlags.invokeExact(object, name));
      if ((flags & INPUT) == 0) {
        throw new VipsArgumentException(operation, argument, "is not an input");
      }
      long type = spec.get(JAVA_LONG, SPEC_VALUE_TYPE);
      return new Declared(type, parameter(spec, type));
    }
  }

  /// Returns the GLib type of any argument, input or output.
  ///
  /// @throws VipsArgumentException if the operation has no such argument
  long typeOf(MemorySegment object, String operation, String argument) {
    return spec(object, operation, argument).get(JAVA_LONG, SPEC_VALUE_TYPE);
  }

  private MemorySegment spec(MemorySegment object, String operation, String argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(argument);
      MemorySegment objectClass = object.get(VipsCalls.POINTER, 0);
      MemorySegment spec =
          NativeCall.returning(
              () -> (MemorySegment) calls.findProperty.invokeExact(objectClass, name));
      if (spec.address() == 0) {
        throw new VipsArgumentException(operation, argument, "does not exist");
      }
      return spec;
    }
  }

  /// Returns the nicks of an enum type with their codes.
  SortedMap<String, Integer> nicks(long enumType) {
    MemorySegment enumClass =
        NativeCall.returning(() -> (MemorySegment) calls.typeClassRef.invokeExact(enumType));
    return enumNicks(enumClass);
  }

  private Parameter parameter(MemorySegment spec, long type) {
    long fundamental = NativeCall.returning(() -> (long) calls.typeFundamental.invokeExact(type));
    if (fundamental == GType.INT) {
      return new Parameter.Int(spec.get(JAVA_INT, SPEC_END), spec.get(JAVA_INT, SPEC_END + 4));
    }
    if (fundamental == GType.UINT64) {
      return new Parameter.Uint64(spec.get(JAVA_LONG, SPEC_END), spec.get(JAVA_LONG, SPEC_END + 8));
    }
    if (fundamental == GType.DOUBLE) {
      return new Parameter.Real(
          spec.get(JAVA_DOUBLE, SPEC_END), spec.get(JAVA_DOUBLE, SPEC_END + 8));
    }
    if (fundamental == GType.ENUM) {
      return new Parameter.Choice(enumNicks(spec.get(VipsCalls.POINTER, SPEC_END)));
    }
    if (fundamental == GType.FLAGS) {
      return new Parameter.Flags(flagNicks(spec.get(VipsCalls.POINTER, SPEC_END)));
    }
    if (fundamental == GType.BOOLEAN) {
      return Parameter.Plain.BOOLEAN;
    }
    if (fundamental == GType.STRING) {
      return Parameter.Plain.STRING;
    }
    return compound(type);
  }

  private Parameter compound(long type) {
    if (type == types.image()) {
      return Parameter.Plain.IMAGE;
    }
    if (type == types.blob()) {
      return Parameter.Plain.BLOB;
    }
    if (type == types.ints()) {
      return Parameter.Plain.INTS;
    }
    if (type == types.doubles()) {
      return Parameter.Plain.REALS;
    }
    if (type == types.images()) {
      return Parameter.Plain.IMAGES;
    }
    MemorySegment name =
        NativeCall.returning(() -> (MemorySegment) calls.typeName.invokeExact(type));
    return new Parameter.Foreign(name.getString(0));
  }

  private static SortedMap<String, Integer> enumNicks(MemorySegment enumClass) {
    SortedMap<String, Integer> nicks =
        namedValues(
            enumClass.get(VipsCalls.POINTER, ENUM_CLASS_VALUES),
            enumClass.get(JAVA_INT, ENUM_CLASS_COUNT));
    // Every libvips enum ends with a marker that is not a value.
    nicks.remove("last");
    return nicks;
  }

  private static SortedMap<String, Integer> flagNicks(MemorySegment flagsClass) {
    return namedValues(
        flagsClass.get(VipsCalls.POINTER, FLAGS_CLASS_VALUES),
        flagsClass.get(JAVA_INT, FLAGS_CLASS_COUNT));
  }

  private static SortedMap<String, Integer> namedValues(MemorySegment values, int count) {
    SortedMap<String, Integer> byNick = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      MemorySegment value = values.asSlice(i * NAMED_VALUE_BYTES, NAMED_VALUE_BYTES);
      String nick = value.get(VipsCalls.POINTER, NAMED_VALUE_NICK).getString(0);
      byNick.put(nick, value.get(JAVA_INT, 0));
    }
    return byNick;
  }
}
