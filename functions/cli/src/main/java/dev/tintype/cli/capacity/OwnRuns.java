package dev.tintype.cli.capacity;

import dev.tintype.cli.capacity.Sample.Rendered;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.plan.KnownFiles;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the newest images of an installation, with what was made of them. Records that cannot be
/// read are left out. For one thread.
final class OwnRuns {

  /// The mean of so many images is close to that of all.
  private static final int MOST = 2_000;

  private static final int PAGE = 100;

  /// Of each image, the newest versions.
  private static final int VERSIONS = 8;

  private final JobStore jobs;
  private final Optional<Storage> originals;

  /// @param originals where the beginnings of the originals are read; absent for not at all
  OwnRuns(JobStore jobs, Optional<Storage> originals) {
    this.jobs = jobs;
    this.originals = originals;
  }

  /// @return at most 2,000 pictures; none when nothing is ready
  List<Rendered> newest() {
    List<Rendered> pictures = new ArrayList<>();
    Optional<ImageId> cursor = Optional.empty();
    do {
      ImagePage page = jobs.page(Optional.empty(), cursor, PAGE);
      page.images().stream().flatMap(image -> of(image).stream()).forEach(pictures::add);
      cursor = page.next();
    } while (pictures.size() < MOST && cursor.isPresent());
    return List.copyOf(pictures.subList(0, Math.min(MOST, pictures.size())));
  }

  private Optional<Rendered> of(ImageRecord image) {
    List<OneVersion> ready =
        jobs.newest(image.id(), VERSIONS, _ -> {}).stream()
            .flatMap(version -> ready(version).stream())
            .toList();
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    ImageJob.Original original = ready.getFirst().job().original();
    List<OneVersion> same =
        ready.stream()
            .filter(version -> version.job().original().sha256().equals(original.sha256()))
            .toList();
    Manifest manifest = same.getFirst().manifest().orElseThrow();
    return Optional.of(
        new Rendered(
            manifest.original(),
            original.bytes(),
            original.focus(),
            KnownFiles.of(same),
            coarseness(ready.getFirst().job())));
  }

  private Optional<Double> coarseness(ImageJob job) {
    Range head = new Range(0, Math.min(JpegTable.HEAD_BYTES, job.original().bytes()));
    return originals
        .filter(_ -> job.original().bytes() > 0)
        .flatMap(storage -> storage.open(job.originalKey(), Optional.of(head)))
        .flatMap(OwnRuns::coarseness);
  }

  private static Optional<Double> coarseness(InputStream original) {
    try (original) {
      return JpegTable.mean(original.readNBytes(JpegTable.HEAD_BYTES));
    } catch (IOException e) {
      throw new StoreUnavailable("an original cannot be read", e);
    }
  }

  private static Optional<OneVersion> ready(VersionRecord record) {
    return record.state() instanceof Ready ready
        ? Optional.of(
            new OneVersion(
                record.job(),
                ready.code(),
                record.updatedAt(),
                Optional.of(ready.manifest()),
                ready.cpu()))
        : Optional.empty();
  }
}
