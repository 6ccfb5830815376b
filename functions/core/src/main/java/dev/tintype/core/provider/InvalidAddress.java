package dev.tintype.core.provider;

import java.util.List;

/// No provider opens an address: its scheme is unknown, or it is not of its scheme's form.
public final class InvalidAddress extends RuntimeException {

  private final List<String> forms;

  /// @param address what was to be opened
  /// @param forms how addresses may be written
  public InvalidAddress(String address, List<String> forms) {
    super("an address is " + String.join(" or ", forms) + ", not '" + address + "'");
    this.forms = List.copyOf(forms);
  }

  /// @return how addresses may be written
  public List<String> forms() {
    return forms;
  }
}
