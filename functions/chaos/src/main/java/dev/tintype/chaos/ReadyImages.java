package dev.tintype.chaos;

import dev.tintype.core.ImageId;
import dev.tintype.core.Manifest;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.verify.Promised;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The live images of an installation, and what each that is ready shows.
///
/// @param live the ids of all live images
/// @param shown the version that each ready image shows, with its manifest
record ReadyImages(Set<ImageId> live, Map<ImageId, VersionRecord> shown) {

  private static final int PAGE = 200;

  /// Reads an installation.
  static ReadyImages of(Path data, Addresses addresses) {
    try (Backends backends = open(data, addresses)) {
      Set<ImageId> live = new TreeSet<>(java.util.Comparator.comparing(ImageId::value));
      Map<ImageId, VersionRecord> shown =
          new TreeMap<>(java.util.Comparator.comparing(ImageId::value));
      Optional<ImageId> before = Optional.empty();
      do {
        ImagePage page = backends.jobs().page(Optional.empty(), before, PAGE);
        for (ImageRecord image : page.images()) {
          live.add(image.id());
          shown(backends, image).ifPresent(version -> shown.put(image.id(), version));
        }
        before = page.next();
      } while (before.isPresent());
      return new ReadyImages(live, shown);
    }
  }

  private static Backends open(Path data, Addresses addresses) {
    return Backends.open(
        new DataFolder(data, addresses), InstantSource.system(), new SecureRandom());
  }

  private static Optional<VersionRecord> shown(Backends backends, ImageRecord image) {
    return image
        .current()
        .flatMap(current -> backends.jobs().version(image.id(), current.version()))
        .filter(version -> version.state() instanceof Ready);
  }

  /// Compares what these images showed with another installation, byte by byte.
  ///
  /// @param gone images that need not be there
  /// @return what is missing or other there
  List<String> missing(Path data, Addresses addresses, Set<ImageId> gone) throws IOException {
    List<String> missing = new ArrayList<>();
    try (Backends backends = open(data, addresses)) {
      for (Map.Entry<ImageId, VersionRecord> image : shown.entrySet()) {
        if (!gone.contains(image.getKey())) {
          missing.addAll(missing(backends, image.getValue()));
        }
      }
    }
    return missing;
  }

  private static List<String> missing(Backends backends, VersionRecord version) throws IOException {
    ImageId id = version.job().imageId();
    List<String> missing = new ArrayList<>();
    if (backends.jobs().image(id).flatMap(image -> shown(backends, image)).isEmpty()) {
      missing.add(id + " is not ready");
    }
    Manifest manifest = ((Ready) version.state()).manifest();
    for (Promised file : Promised.of(manifest)) {
      if (!holds(backends.variants(), file.key(), file.sha256())) {
        missing.add(file.key());
      }
    }
    String original = version.job().originalKey();
    if (!holds(backends.originals(), original, version.job().original().sha256())) {
      missing.add(original);
    }
    return missing;
  }

  private static boolean holds(Storage storage, String key, Sha256 sha256) throws IOException {
    try (InputStream in = storage.open(key, Optional.empty()).orElse(null)) {
      return in != null && Sha256.of(in).equals(sha256);
    }
  }
}
