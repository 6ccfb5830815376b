package dev.tintype.vips;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A call of a libvips operation as a value: its name and its arguments, checked when it is run.
///
/// Immutable; every `with` answers a new value. The names are those of `vips help` and of libvips'
/// function reference (https://www.libvips.org/API/current/), options included, with `-` or `_`.
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

  /// The operation `name` without arguments yet.
  public static VipsOperation named(String name) {
    return new VipsOperation(name, Map.of());
  }

  /// This call with one more argument; a second value for the same name replaces the first.
  public VipsOperation with(String argument, VipsArgument value) {
    Map<String, VipsArgument> more = new LinkedHashMap<>(arguments);
    more.put(argument.replace('_', '-'), value);
    return new VipsOperation(name, more);
  }

  /// This call with a whole number.
  public VipsOperation with(String argument, long value) {
    return with(argument, new VipsArgument.Int(value));
  }

  /// This call with a real number.
  public VipsOperation with(String argument, double value) {
    return with(argument, new VipsArgument.Real(value));
  }

  /// This call with a truth value.
  public VipsOperation with(String argument, boolean value) {
    return with(argument, new VipsArgument.Bool(value));
  }

  /// This call with a text, an enum's nick, or flags as in `exif|icc`.
  public VipsOperation with(String argument, String value) {
    return with(argument, new VipsArgument.Text(value));
  }

  /// This call with an image.
  public VipsOperation with(String argument, VipsImage value) {
    return with(argument, new VipsArgument.Picture(value));
  }

  /// This call with native memory, which must outlive every image made from it.
  public VipsOperation with(String argument, MemorySegment value) {
    return with(argument, new VipsArgument.Bytes(value));
  }

  /// This call with some whole numbers.
  public VipsOperation with(String argument, int[] values) {
    return with(argument, VipsArgument.Ints.of(values));
  }

  /// This call with some real numbers.
  public VipsOperation with(String argument, double[] values) {
    return with(argument, VipsArgument.Reals.of(values));
  }

  /// This call with some images.
  public VipsOperation with(String argument, List<VipsImage> values) {
    return with(argument, new VipsArgument.Pictures(values));
  }

  /// This call with the options of a text like `[access=sequential,fail-on=warning]`; brackets may
  /// be missing, an option without `=` is switched on. A value cannot contain a comma.
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
