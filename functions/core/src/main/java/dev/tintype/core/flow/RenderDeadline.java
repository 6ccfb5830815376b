package dev.tintype.core.flow;

import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;

/// Decides how long a rendering may take. It is asked when the rendering starts, because a slow
/// fetch of the original leaves less time.
@FunctionalInterface
public interface RenderDeadline {

  /// @param renderings how many renderings must fit into the remaining time, this one included; at
  ///   least 1
  /// @throws StoreUnavailable when too little time is left to start this one
  Duration of(int renderings);

  /// The same time for every rendering.
  static RenderDeadline always(Duration time) {
    return _ -> time;
  }
}
