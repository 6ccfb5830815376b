package dev.tintype.vips;

import java.util.Arrays;
import java.util.SortedMap;

/// Checks a Java value against libvips' declaration and puts it into a `GValue`.
///
/// Every value is checked here before it reaches libvips: GLib would print a warning for a value
/// out of range and silently drop it.
final class ArgumentBox {

  private final String operation;
  private final String argument;
  private final VipsArgument value;

  ArgumentBox(String operation, String argument, VipsArgument value) {
    this.operation = operation;
    this.argument = argument;
    this.value = value;
  }

  /// Puts the value into `box`.
  ///
  /// @throws VipsArgumentException if `parameter` does not accept it
  void fill(GValue box, Parameter parameter) {
    switch (parameter) {
      case Parameter.Int(int smallest, int largest) -> box.setInt((int) whole(smallest, largest));
      case Parameter.Uint64(long smallest, long largest) ->
          box.setUint64(whole(smallest, largest < 0 ? Long.MAX_VALUE : largest));
      case Parameter.Real(double smallest, double largest) ->
          box.setDouble(real(smallest, largest));
      case Parameter.Choice(SortedMap<String, Integer> codes) -> box.setEnum(code(codes));
      case Parameter.Flags(SortedMap<String, Integer> bits) -> box.setFlags(bits(bits));
      case Parameter.Plain plain -> fillPlain(box, plain);
      case Parameter.Foreign(String type) ->
          throw problem("has the type " + type + ", which this library does not pass");
    }
  }

  private void fillPlain(GValue box, Parameter.Plain plain) {
    switch (plain) {
      case BOOLEAN -> box.setBoolean(truth());
      case STRING -> box.setString(text("a text"));
      case IMAGE -> {
        if (!(value instanceof VipsArgument.Picture(VipsImage image))) {
          throw takes("an image");
        }
        box.setObject(image.pointer());
      }
      case BLOB -> {
        if (!(value instanceof VipsArgument.Bytes bytes)) {
          throw takes("native memory");
        }
        box.setBlob(bytes.value());
      }
      case INTS -> box.setInts(ints());
      case REALS -> box.setDoubles(reals());
      case IMAGES -> {
        if (!(value instanceof VipsArgument.Pictures pictures)) {
          throw takes("images");
        }
        box.setImages(pictures.values().stream().map(VipsImage::pointer).toList());
      }
    }
  }

  private long whole(long smallest, long largest) {
    long number =
        switch (value) {
          case VipsArgument.Int(long given) -> given;
          case VipsArgument.Text(String text) -> parseWhole(text);
          default -> throw takes("a whole number");
        };
    if (number < smallest || number > largest) {
      throw problem("must be from %d to %d, not %d".formatted(smallest, largest, number));
    }
    return number;
  }

  private long parseWhole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw takes("a whole number");
    }
  }

  private double real(double smallest, double largest) {
    double number =
        switch (value) {
          case VipsArgument.Int(long given) -> given;
          case VipsArgument.Real(double given) -> given;
          case VipsArgument.Text(String text) -> parseReal(text);
          default -> throw takes("a number");
        };
    if (!(number >= smallest && number <= largest)) {
      throw problem("must be from %s to %s, not %s".formatted(smallest, largest, number));
    }
    return number;
  }

  private double parseReal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw takes("a number");
    }
  }

  private boolean truth() {
    if (value instanceof VipsArgument.Bool(boolean given)) {
      return given;
    }
    return switch (text("true or false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw takes("true or false");
    };
  }

  private int code(SortedMap<String, Integer> codes) {
    String nick = text("one of " + codes.keySet());
    Integer code = codes.get(nick);
    if (code == null) {
      throw problem("must be one of " + codes.keySet() + ", not '" + nick + "'");
    }
    return code;
  }

  private int bits(SortedMap<String, Integer> bits) {
    String nicks = text("some of " + bits.keySet());
    int all = 0;
    for (String nick : nicks.split("\\|", -1)) {
      Integer bit = bits.get(nick.strip());
      if (bit == null) {
        throw problem("must be some of " + bits.keySet() + ", not '" + nick + "'");
      }
      all |= bit;
    }
    return all;
  }

  private int[] ints() {
    return switch (value) {
      case VipsArgument.Int ignored ->
          new int[] {(int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE)};
      case VipsArgument.Ints ints -> ints.array();
      default -> throw takes("whole numbers");
    };
  }

  private double[] reals() {
    return switch (value) {
      case VipsArgument.Int(long number) -> new double[] {number};
      case VipsArgument.Real(double number) -> new double[] {number};
      case VipsArgument.Ints ints ->
          ints.values().stream().mapToDouble(Integer::doubleValue).toArray();
      case VipsArgument.Reals reals -> reals.array();
      case VipsArgument.Text(String text) ->
          Arrays.stream(text.strip().split("\\s+")).mapToDouble(this::parseReal).toArray();
      default -> throw takes("numbers");
    };
  }

  private String text(String wanted) {
    if (value instanceof VipsArgument.Text(String text)) {
      return text;
    }
    throw takes(wanted);
  }

  private VipsArgumentException takes(String wanted) {
    return problem("takes " + wanted + ", not " + value.describe());
  }

  private VipsArgumentException problem(String problem) {
    return new VipsArgumentException(operation, argument, problem);
  }
}
