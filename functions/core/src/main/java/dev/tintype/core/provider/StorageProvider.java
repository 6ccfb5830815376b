package dev.tintype.core.provider;

import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.UploadSigner;
import java.net.URI;
import java.util.Optional;

/// Opens the storage of originals and that of variants.
public interface StorageProvider extends Provider {

  /// Opens both storages, making what is not there.
  ///
  /// @param address names them, by this provider's scheme
  /// @throws InvalidAddress when the address is not of this provider's form
  /// @throws dev.tintype.core.port.StoreUnavailable when they cannot be opened; what was opened is
  ///   closed with `opening`
  Opened storage(String address, Opening opening);

  /// @param address names both storages, by this provider's scheme
  /// @return the address as every host writes it that means the same storages, for people too; it
  ///   holds no secret
  /// @throws InvalidAddress when the address is not of this provider's form
  default String name(String address, Opening opening) {
    return address;
  }

  /// @param address names both storages, by this provider's scheme
  /// @return whether opening them would make no new, empty ones; nothing is made by asking
  default boolean isThere(String address, Opening opening) {
    return true;
  }

  /// @param place names a place, by this provider's scheme, as for [#place]
  /// @param address names both storages, by this provider's scheme
  /// @return whether a part of the one is a part of the other; nothing is made or asked of a store
  /// @throws InvalidAddress when one of them is not of its form
  boolean overlaps(String place, String address, Opening opening);

  /// Opens one place for objects that are no host's, such as backups, making what is not there: a
  /// folder, or what a bucket has under a prefix.
  ///
  /// @param address names the place, by this provider's scheme
  /// @return a storage of its own. Each key may be any text that is a path
  /// @throws InvalidAddress when the address is not of this provider's form for places
  /// @throws dev.tintype.core.port.StoreUnavailable when it cannot be opened; what was opened is
  ///   closed with `opening`
  Storage place(String address, Opening opening);

  /// Tries out on a place itself what Tintype needs of it to write there, as [Opened#trial] does.
  ///
  /// @param address names the place, by this provider's scheme
  /// @return what was found; nothing for a place that keeps everything by its construction
  /// @throws InvalidAddress when the address is not of this provider's form for places
  /// @throws dev.tintype.core.port.StoreUnavailable when the place does not answer
  default Trial trialOfPlace(String address, Opening opening) {
    return Trial.PASSED;
  }

  /// The two storages. Safe for use by many threads.
  interface Opened {

    /// @return the private storage
    Storage originals();

    /// @return the public storage
    Storage variants();

    /// Tries out on the storage itself what Tintype needs of it and a store may lack: for example
    /// that of two simultaneous writers of one key only one succeeds. It takes some seconds at
    /// most, and leaves nothing behind.
    ///
    /// @return what was found; nothing for a storage that keeps everything by its construction
    /// @throws dev.tintype.core.port.StoreUnavailable when the storage does not answer, which says
    ///   nothing about what it keeps
    default Trial trial() {
      return Trial.PASSED;
    }

    /// @param server under which clients reach this server, such as `https://images.example`
    /// @return the signer of uploads to, and downloads from, the private storage
    /// @throws dev.tintype.core.port.StoreUnavailable when what signs cannot be read or made
    UploadSigner signer(URI server);

    /// @return uploads and downloads through this server; absent when the signed URLs lead to the
    ///   storage itself
    /// @throws dev.tintype.core.port.StoreUnavailable when what signs cannot be read or made
    Optional<DirectUploads> directUploads();

    /// @return reads what the storage says when it calls the server; absent when it never does
    default Optional<StorageEvents> events() {
      return Optional.empty();
    }

    /// @return scheme, host and port of the storage that signed URLs lead to, such as
    ///   `https://store.example:9000`; absent when they lead to this server
    default Optional<URI> clientOrigin() {
      return Optional.empty();
    }
  }
}
