package dev.tintype.core.port;

import static dev.tintype.core.port.SampleRecords.image;
import static dev.tintype.core.port.SampleRecords.version;

import dev.tintype.core.ImageId;
import dev.tintype.core.port.Change.Write.PutImage;
import dev.tintype.core.port.Change.Write.PutVersion;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A store under test, and sample records.
abstract class JobStoreCase {

  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  final ImageId id = SampleRecords.id(NOW);
  final ImageRecord image = image(id, NOW);
  final VersionRecord first = version(id, 1, NOW, Optional.of(NOW.plusSeconds(60)));
  final VersionRecord second = version(id, 2, NOW.plusSeconds(1), Optional.empty());

  /// @return the store: the same one during a test, empty at its start
  protected abstract JobStore store();

  /// Changes the text of a stored record directly, as a newer release or a damaged disk would.
  ///
  /// @param key the key as in [Unreadable]
  protected abstract void alter(Unreadable.Kind kind, String key, UnaryOperator<String> change);

  /// @return the text of a stored record
  protected abstract String text(Unreadable.Kind kind, String key);

  boolean commit(Change.Write... writes) {
    return store().commit(Change.of(writes));
  }

  static PutImage put(ImageRecord after) {
    return new PutImage(Optional.empty(), after);
  }

  static PutImage put(ImageRecord before, ImageRecord after) {
    return new PutImage(Optional.of(before), after);
  }

  static PutVersion put(VersionRecord after) {
    return new PutVersion(Optional.empty(), after);
  }

  static PutVersion put(VersionRecord before, VersionRecord after) {
    return new PutVersion(Optional.of(before), after);
  }

  VersionRecord processing(VersionRecord version, String owner) {
    return version.to(
        new VersionState.Processing(owner, NOW.plusSeconds(90), dev.tintype.core.state.Step.FETCH),
        Optional.of(NOW.plusSeconds(90)),
        NOW);
  }
}
