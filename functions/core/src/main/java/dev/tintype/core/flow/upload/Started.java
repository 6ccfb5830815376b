package dev.tintype.core.flow.upload;

import dev.tintype.core.port.UploadSigner.Permission;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import java.util.Optional;

/// The result of an upload request for a new image or a live one.
public sealed interface Started {

  /// The version exists, made by this request or an earlier one.
  ///
  /// @param record the version
  /// @param upload how to upload its original; absent when the original is stored
  /// @param isNew whether this request, or the first one with its key, made the version
  record Accepted(VersionRecord record, Optional<Permission> upload, boolean isNew)
      implements Started {}

  /// The key belongs to another request.
  record KeyReused() implements Started {}

  /// The files of the version are being deleted, because it was retired. It can be made again in
  /// some minutes.
  record CleaningUp() implements Started {}

  /// The version is not waiting for an upload.
  ///
  /// @param state its state
  record NotWaiting(VersionState state) implements Started {}
}
