package dev.tintype.vips;

/// An unknown argument, or a value that the operation does not allow: a mistake of the caller,
/// detected before libvips was called.
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
