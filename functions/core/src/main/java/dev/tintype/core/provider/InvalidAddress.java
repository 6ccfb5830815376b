package dev.tintype.core.provider;

import java.util.List;

/// An address cannot be opened: no provider has its scheme, it is not of its scheme's form, or a
/// part of it is wrong.
public final class InvalidAddress extends RuntimeException {

  private final String address;
  private final String problem;
  private final List<String> forms;

  /// The address has none of the known forms.
  ///
  /// @param address what was to be opened
  /// @param forms how addresses may be written
  public InvalidAddress(String address, List<String> forms) {
    this(
        "an address",
        address,
        "is " + String.join(" or ", forms) + ", not '" + address + "'",
        forms);
  }

  /// The address has a known form, and a part of it is wrong.
  ///
  /// @param address what was to be opened
  /// @param problem completes a sentence that begins with the address or its setting, such as
  ///   `names no bucket for variants`; without a full stop
  public InvalidAddress(String address, String problem) {
    this("the address '" + address + "'", address, problem, List.of());
  }

  private InvalidAddress(String subject, String address, String problem, List<String> forms) {
    super(subject + " " + problem);
    this.address = address;
    this.problem = problem;
    this.forms = List.copyOf(forms);
  }

  /// @param setting the name of the setting that has the address
  /// @return the same problem, as a sentence about the setting, without a full stop
  public InvalidAddress of(String setting) {
    InvalidAddress named = new InvalidAddress(setting, address, problem, forms);
    named.initCause(this);
    return named;
  }

  /// @return how addresses may be written; empty when the address has one of these forms
  public List<String> forms() {
    return forms;
  }
}
