package dev.tintype.aws.host;

import java.util.Optional;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// Holds the live parts of a function that may be snapshotted. Before the snapshot, throwaway parts
/// run once, so the snapshot holds their classes loaded and linked. The live parts are built after
/// a restore, so no clock, credential, connection or random state survives in the snapshot. Without
/// snapshots they are built at once.
///
/// Lambda does not register a function by itself. The handler passes this object to
/// [org.crac.Core#getGlobalContext] and keeps a reference, because the context does not.
///
/// @param <T> the live parts
public final class Restorable<T> implements Resource {

  private final Runnable priming;
  private final Supplier<T> building;
  private volatile @Nullable T live;

  /// @param settings say whether a snapshot will be made
  /// @param priming runs throwaway parts
  /// @param building makes live parts with their own clock and randomness
  public Restorable(Settings settings, Runnable priming, Supplier<T> building) {
    this.priming = priming;
    this.building = building;
    if (!settings.snapStart()) {
      this.live = building.get();
    }
  }

  /// @return the live parts; built now if they were not built before
  public synchronized T get() {
    T current = live;
    if (current == null) {
      current = building.get();
      live = current;
    }
    return current;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    priming.run();
    live = null;
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    live = building.get();
  }

  /// @return the live parts, if they have been built
  public Optional<T> built() {
    return Optional.ofNullable(live);
  }
}
