package dev.tintype.core.state;

import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.Collection;

/// Whether a version's record shows that it may have had public files. Files that are in storage
/// show it as well, even if the record does not: a worker that is stopped while it publishes does
/// not count its attempt.
public final class Publication {

  private Publication() {}

  /// @return whether one of the versions may have published a file
  public static boolean isPossible(Collection<VersionRecord> versions) {
    return versions.stream().anyMatch(Publication::isPossible);
  }

  private static boolean isPossible(VersionRecord version) {
    boolean tried = version.attempts() > 0 || version.run() > 1;
    boolean triedAgain = version.attempts() > 1 || version.run() > 1;
    return switch (version.state()) {
      case Ready _, Retired _ -> true;
      case Processing processing -> triedAgain || processing.step() == Step.PUBLISH;
      // A verdict about the bytes comes before the first file is published.
      case Failed failed -> triedAgain || failed.reason().redrivable();
      case AwaitingUpload _, Queued _, Superseded _, Expired _ -> tried;
    };
  }
}
