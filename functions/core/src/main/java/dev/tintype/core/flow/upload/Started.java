package dev.tintype.core.flow.upload;

import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.util.Optional;

/// What came of asking for an upload.
public sealed interface Started {

  /// There is a version, made by this request or an earlier one.
  ///
  /// @param record the version
  /// @param upload how to upload its original; absent when the original is stored
  /// @param isNew whether the version was made by this request, or by the first with its key
  record Accepted(VersionRecord record, Optional<Permission> upload, boolean isNew)
      implements Started {}

  /// The key was used for another request.
  record KeyReused() implements Started {}

  /// Others wrote at the same time, again and again.
  record Contended() implements Started {}

  /// There is no such image or version.
  record Unknown() implements Started {}

  /// The image was erased.
  record Gone() implements Started {}

  /// The version waits for no upload.
  ///
  /// @param state where it stands
  record NotWaiting(VersionState state) implements Started {}
}
