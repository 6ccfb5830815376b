package dev.tintype.vips;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A libvips operation with its arguments, as a value; the arguments are checked when it runs.
///
/// Immutable; every `with` returns a new value. The names, including those of options, are the ones
/// in `vips help` and in libvips' function reference (https://www.libvips.org/API/current/), with
/// `-` or `_`.
///
/// @param name the operation, for example `thumbnail_buffer`
/// @param arguments its arguments in the order they were given
public record VipsOperation(String name, Map<String, VipsArgument> arguments) {

  /// Copies the map, keeping its order.
  public VipsOperation {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an operation needs a name");
    }
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /// The operation `name` without arguments.
  public static VipsOperation named(String name) {
    return new VipsOperation(name, Map.of());
  }

  /// A copy with one more argument; a second value for the same name replaces the first.
  public VipsOperation with(String argument, VipsArgument value) {
    Map<String, VipsArgument> more = new LinkedHashMap<>(arguments);
    more.put(argument.replace('_', '-'), value);
    return new VipsOperation(name, more);
  }

  /// A copy with an integer.
  public VipsOperation with(String argument, long value) {
    return with(argument, new VipsArgument.Int(value));
  }

  /// A copy with a floating point number.
  public VipsOperation with(String argument, double value) {
    return with(argument, new VipsArgument.Real(value));
  }

  /// A copy with a boolean.
  public VipsOperation with(String argument, boolean value) {
    return with(argument, new VipsArgument.Bool(value));
  }

  /// A copy with a text, an enum's nick, or flags as in `exif|icc`.
  public VipsOperation with(String argument, String value) {
    return with(argument, new VipsArgument.Text(value));
  }

  /// A copy with an image.
  public VipsOperation with(String argument, VipsImage value) {
    return with(argument, new VipsArgument.Picture(value));
  }

  /// A copy with native memory, which must outlive every image made from it.
  public VipsOperation with(String argument, MemorySegment value) {
    return with(argument, new VipsArgument.Bytes(value));
  }

  /// A copy with integers.
  public VipsOperation with(String argument, int[] values) {
    return with(argument, VipsArgument.Ints.of(values));
  }

  /// A copy with floating point numbers.
  public VipsOperation with(String argument, double[] values) {
    return with(argument, VipsArgument.Reals.of(values));
  }

  /// A copy with images.
  public VipsOperation with(String argument, List<VipsImage> values) {
    return with(argument, new VipsArgument.Pictures(values));
  }

  /// A copy with options from a text like `[access=sequential,fail-on=warning]`. The brackets are
  /// optional, and an option without `=` is set to true. A value cannot contain a comma.
  public VipsOperation withOptions(String options) {
    String inner = options.strip();
    if (inner.startsWith("[") && inner.endsWith("]")) {
      inner = inner.substring(1, inner.length() - 1);
    }
    VipsOperation result = this;
    for (String option : inner.split(",", -1)) {
      if (!option.isBlank()) {
        int equals = option.indexOf('=');
        result =
            equals < 0
                ? result.with(option.strip(), true)
                : result.with(
                    option.substring(0, equals).strip(), option.substring(equals + 1).strip());
      }
    }
    return result;
  }
}
