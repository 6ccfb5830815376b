package dev.tintype.core.provider;

import java.util.List;

/// Opens adapters of one technology. [java.util.ServiceLoader] finds it, so it has a public
/// constructor without parameters.
public interface Provider {

  /// @return the scheme of the addresses it opens, such as `sqlite`
  String scheme();

  /// @return how its addresses are written, for people, such as `sqlite:FILE`
  String form();

  /// Checks how an address is written, without opening anything.
  ///
  /// @param address an address of this provider's scheme
  /// @throws InvalidAddress when the address is not of this provider's form
  default void check(String address) {}

  /// Looks at what stands behind an address, for `tintype doctor`. Nothing is made or changed.
  ///
  /// @param address an address of this provider's scheme
  /// @return what is worth knowing; empty when there is nothing to tell
  /// @throws InvalidAddress when the address cannot be opened as it is
  /// @throws dev.tintype.core.port.StoreUnavailable when there is no answer; time may cure it
  default List<Fact> examine(String address) {
    return List.of();
  }

  /// @param address an address of this provider's scheme
  /// @return what stands behind the scheme's colon
  default String path(String address) {
    return address.substring(scheme().length() + 1);
  }
}
