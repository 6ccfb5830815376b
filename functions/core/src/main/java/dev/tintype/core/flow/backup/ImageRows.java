package dev.tintype.core.flow.backup;

import dev.tintype.core.Keys;
import dev.tintype.core.flow.verify.Promised;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.state.RecordJson;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of one image, all of one instant.
///
/// @param id the image's id
/// @param image its row; absent when there is none
/// @param versions the rows of its versions, in ascending order of their keys
record ImageRows(String id, Optional<Row> image, List<Row> versions) {

  private static final int LIVE = 1;
  private static final int RECORD = 2;

  ImageRows {
    versions = List.copyOf(versions);
  }

  /// @return whether the image is neither being erased nor erased
  boolean isLive() {
    return image.filter(ImageRows::isLive).isPresent();
  }

  /// @return whether the row of an image says that it is live
  static boolean isLive(Row image) {
    return image.fields().get(LIVE).equals("1");
  }

  /// What the records say of an image's files.
  ///
  /// @param files each file once; the original first, the manifest of each version last
  /// @param ready how many versions are ready
  /// @param unreadable the keys of versions that this release cannot read; their files are not
  ///   known
  record Contents(List<ImageFile> files, int ready, List<String> unreadable) {

    /// Copies the lists.
    Contents {
      files = List.copyOf(files);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @return the files of a live image; none of any other
  Contents contents() {
    if (!isLive()) {
      return new Contents(List.of(), 0, List.of());
    }
    Map<String, ImageFile> originals = new LinkedHashMap<>();
    List<ImageFile> variants = new ArrayList<>();
    int ready = 0;
    List<String> unreadable = new ArrayList<>();
    for (Row row : versions) {
      Optional<VersionRecord> version = version(row);
      if (version.isEmpty()) {
        unreadable.add(row.key());
        continue;
      }
      boolean isReady = version.get().state() instanceof Ready;
      originals.merge(
          version.get().job().originalKey(),
          original(version.get(), isReady),
          (one, other) -> one.isPromised() ? one : other);
      if (version.get().state() instanceof Ready done) {
        ready++;
        Promised.of(done.manifest()).stream().map(ImageRows::variant).forEach(variants::add);
      }
    }
    List<ImageFile> files = new ArrayList<>(originals.values());
    files.addAll(variants);
    return new Contents(files, ready, unreadable);
  }

  private static Optional<VersionRecord> version(Row row) {
    try {
      return Optional.of(RecordJson.version(Json.parse(row.fields().get(RECORD))));
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  private static ImageFile original(VersionRecord version, boolean isPromised) {
    return new ImageFile(
        /* isOriginal= */ true,
        version.job().originalKey(),
        version.job().original().bytes(),
        version.job().original().sha256(),
        version.job().original().mediaType(),
        isPromised);
  }

  private static ImageFile variant(Promised promised) {
    return new ImageFile(
        /* isOriginal= */ false,
        promised.key(),
        promised.bytes(),
        promised.sha256(),
        Keys.mediaType(promised.key()),
        /* isPromised= */ true);
  }
}
