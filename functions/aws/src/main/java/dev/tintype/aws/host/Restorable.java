package dev.tintype.aws.host;

import java.util.Optional;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// What answers requests, in a function of which a snapshot may be made. Before the snapshot
/// throwaway parts run once, so that it holds their classes loaded and linked; the live parts are
/// built only after it was restored, so that no clock, credential, connection or random state lives
/// through it. Without snapshots they are built at once.
///
/// Lambda registers no function by itself: the handler hands this to
/// [org.crac.Core#getGlobalContext], and holds it, since the context does not.
///
/// @param <T> the live parts
public final class Restorable<T> implements Resource {

  private final Runnable priming;
  private final Supplier<T> building;
  private volatile @Nullable T live;

  /// @param settings tell whether a snapshot will be made
  /// @param priming runs throwaway parts
  /// @param building makes live parts, with a clock and randomness of their own
  public Restorable(Settings settings, Runnable priming, Supplier<T> building) {
    this.priming = priming;
    this.building = building;
    if (!settings.snapStart()) {
      this.live = building.get();
    }
  }

  /// @return the live parts, built now if nobody did
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
