package dev.tintype.server.data;

import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.MovingStorage;
import dev.tintype.core.flow.relocate.MovingStorage.Use;
import dev.tintype.core.flow.relocate.Side;
import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.core.provider.StorageProvider.Opened;
import dev.tintype.core.state.Erasure.Permissions;
import java.net.URI;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The storage of the settings, and the one that files are moved to or come from, as one: which of
/// them is used follows from the move. Safe for use by many threads.
public final class MovingStores implements StorageProvider.Opened {

  /// One storage.
  ///
  /// @param address as the settings name it
  /// @param name the same for every spelling of the address
  /// @param opened its parts
  public record Known(String address, String name, Opened opened) {
    /// @return the storage as a side of a move
    public Side side() {
      return new Side(name, opened.originals(), opened.variants());
    }
  }

  private final Known own;
  private final Optional<Known> other;
  private final Supplier<Optional<FilesMove>> move;
  private final MovingStorage originals;
  private final MovingStorage variants;

  /// @param own the storage of the settings
  /// @param other the storage that files are moved to or come from
  /// @param move the move as this host knows it
  MovingStores(Known own, Optional<Known> other, Supplier<Optional<FilesMove>> move) {
    this.own = own;
    this.other = other;
    this.move = move;
    this.originals = new MovingStorage(() -> roles().layout(Opened::originals));
    this.variants = new MovingStorage(() -> roles().layout(Opened::variants));
  }

  /// @return the storage of the settings
  public Known own() {
    return own;
  }

  /// @return the storage that files are moved to or come from, if the settings name one
  public Optional<Known> other() {
    return other;
  }

  private Optional<Opened> known(String name) {
    return own.name().equals(name)
        ? Optional.of(own.opened())
        : other.filter(known -> known.name().equals(name)).map(Known::opened);
  }

  /// @throws StoreUnavailable when the settings do not name where the files are
  private StorageRoles roles() {
    Optional<FilesMove> now = move.get();
    if (now.isEmpty()) {
      return StorageRoles.only(own.opened());
    }
    Optional<Opened> from = known(now.get().from());
    Optional<Opened> to = known(now.get().to());
    return switch (now.get().phase()) {
      case NONE -> StorageRoles.only(own.opened());
      case FINISHED -> StorageRoles.only(to.orElseThrow(() -> lost(now.get())));
      case CLEARING, ANNOUNCED, COPYING -> {
        if (from.isEmpty() || to.isEmpty()) {
          throw lost(now.get());
        }
        yield new StorageRoles(from.get(), to, use(now.get()));
      }
    };
  }

  private static Use use(FilesMove move) {
    return switch (move.phase()) {
      case CLEARING, FINISHED, NONE -> Use.CLEARED;
      case ANNOUNCED -> Use.READ;
      case COPYING -> Use.WRITTEN;
    };
  }

  private static StoreUnavailable lost(FilesMove move) {
    return new StoreUnavailable(StorageWatch.explanation(move));
  }

  @Override
  public Storage originals() {
    return originals;
  }

  @Override
  public Storage variants() {
    return variants;
  }

  @Override
  public UploadSigner signer(URI server) {
    IdentityHashMap<Opened, UploadSigner> signers = new IdentityHashMap<>();
    all().forEach(storage -> signers.put(storage, storage.signer(server)));
    return new MovingSigner(this::roles, signers);
  }

  private List<Opened> all() {
    return other.map(known -> List.of(own.opened(), known.opened())).orElse(List.of(own.opened()));
  }

  @Override
  public Optional<DirectUploads> directUploads() {
    List<DirectUploads> direct =
        all().stream().flatMap(storage -> storage.directUploads().stream()).toList();
    return direct.isEmpty()
        ? Optional.empty()
        : Optional.of(new MovingUploads(this::directInUse, direct));
  }

  /// @return what a tombstone does to the upload permissions of its image
  public Permissions permissions() {
    return all().stream().allMatch(storage -> storage.directUploads().isPresent())
        ? Permissions.END
        : Permissions.STAY;
  }

  private List<DirectUploads> directInUse() {
    return roles().used().flatMap(storage -> storage.directUploads().stream()).toList();
  }

  @Override
  public Optional<StorageEvents> events() {
    return all().stream().flatMap(storage -> storage.events().stream()).findFirst();
  }

  @Override
  public Optional<URI> clientOrigin() {
    return all().stream().flatMap(storage -> storage.clientOrigin().stream()).findFirst();
  }
}
