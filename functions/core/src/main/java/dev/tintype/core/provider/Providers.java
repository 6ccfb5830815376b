package dev.tintype.core.provider;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Finds the provider of an address among the modules that are there.
public final class Providers {

  private Providers() {}

  /// @param kind such as [StorageProvider]
  /// @param address such as `file:/srv/images`
  /// @throws InvalidAddress when no provider of this kind has the address' scheme; it names the
  ///   forms of those that are there
  public static <P extends Provider> P of(Class<P> kind, String address) {
    return find(kind, address)
        .orElseThrow(
            () -> new InvalidAddress(address, known(kind).map(Provider::form).sorted().toList()));
  }

  /// @param kind such as [QueueProvider]
  /// @return the provider of this kind that has the address' scheme, if one has
  public static <P extends Provider> Optional<P> find(Class<P> kind, String address) {
    return known(kind).filter(provider -> address.startsWith(provider.scheme() + ":")).findFirst();
  }

  private static <P extends Provider> Stream<P> known(Class<P> kind) {
    return ServiceLoader.load(kind, kind.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get);
  }
}
