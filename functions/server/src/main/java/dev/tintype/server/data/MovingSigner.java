package dev.tintype.server.data;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.provider.StorageProvider;
import java.net.URI;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Supplier;

/// Signs while files may be moved: uploads to the storage that is written. Downloads lead to the
/// server while a storage in use has them there, since it reads wherever the original is. Otherwise
/// the storages are asked where it is, but only during a move.
final class MovingSigner implements UploadSigner {

  private final Supplier<StorageRoles> roles;
  private final IdentityHashMap<StorageProvider.Opened, UploadSigner> signers;

  /// @param signers of all storages that this host knows, by identity
  MovingSigner(
      Supplier<StorageRoles> roles, IdentityHashMap<StorageProvider.Opened, UploadSigner> signers) {
    this.roles = roles;
    this.signers = signers;
  }

  private UploadSigner of(StorageProvider.Opened storage) {
    return Objects.requireNonNull(signers.get(storage));
  }

  @Override
  public Permission upload(String key, Original original, Duration validFor) {
    return of(roles.get().written()).upload(key, original, validFor);
  }

  @Override
  public URI download(String key, String fileName, Duration validFor) {
    StorageRoles now = roles.get();
    StorageProvider.Opened storage =
        now.used()
            .filter(one -> one.directUploads().isPresent())
            .findFirst()
            .or(() -> now.alsoRead().filter(second -> second.originals().head(key).isPresent()))
            .orElse(now.first());
    return of(storage).download(key, fileName, validFor);
  }
}
