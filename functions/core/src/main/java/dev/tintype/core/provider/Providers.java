package dev.tintype.core.provider;

import java.util.List;
import java.util.ServiceLoader;

/// Finds the provider of an address among the modules that are there.
public final class Providers {

  private Providers() {}

  /// @param kind such as [StorageProvider]
  /// @param address such as `file:/srv/images`
  /// @throws InvalidAddress when no provider of this kind has the address' scheme; it names the
  ///   forms of those that are there
  public static <P extends Provider> P of(Class<P> kind, String address) {
    List<P> known =
        ServiceLoader.load(kind, kind.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return known.stream()
        .filter(provider -> address.startsWith(provider.scheme() + ":"))
        .findFirst()
        .orElseThrow(() ->
            new InvalidAddress(address, known.stream().map(Provider::form).sorted().toList()));
  }
}
