package dev.tintype.vips;

/// An argument that the operation does not have, or a value outside what it allows: a mistake of
/// the caller, found before anything reached libvips.
public final class VipsArgumentException extends IllegalArgumentException {

  private final String operation;
  private final String argument;

  VipsArgumentException(String operation, String argument, String problem) {
    super(operation + ": argument '" + argument + "' " + problem);
    this.operation = operation;
    this.argument = argument;
  }

  /// The name of the operation.
  public String operation() {
    return operation;
  }

  /// The name of the argument.
  public String argument() {
    return argument;
  }
}
