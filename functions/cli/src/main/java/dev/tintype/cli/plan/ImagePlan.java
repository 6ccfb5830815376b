package dev.tintype.cli.plan;

import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.core.Focus;
import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Manifest.Variant;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Former;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.render.plan.Picture;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.RenderPlan.PlannedVariant;
import dev.tintype.render.reuse.ReusableFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What making one version needs, computed as a worker computes it.
///
/// @param isReady whether the version is ready already, so that nothing is made or copied
/// @param variants how many variants of each fate
/// @param encodes the files to encode
/// @param reusedBytes how many bytes the variants have that are kept or copied
/// @param decoding what must be decoded; absent when nothing is encoded
/// @param known the files that the image has already
public record ImagePlan(
    boolean isReady,
    Fates variants,
    List<NewFile> encodes,
    long reusedBytes,
    Optional<Decoding> decoding,
    KnownFiles known) {

  /// Copies the list.
  public ImagePlan {
    encodes = List.copyOf(encodes);
  }

  /// How many variants have each fate.
  ///
  /// @param kept the set shows these bytes under this name already
  /// @param copied an earlier version has the bytes
  /// @param encoded the bytes must be made; several variants may share one file
  /// @param dropped the set shows the name, and the new version does not have it
  public record Fates(long kept, long copied, long encoded, long dropped) {

    static final Fates NONE = new Fates(0, 0, 0, 0);

    Fates plus(Fates other) {
      return new Fates(
          kept + other.kept,
          copied + other.copied,
          encoded + other.encoded,
          dropped + other.dropped);
    }
  }

  /// A file to encode.
  ///
  /// @param kind how
  /// @param pixels of all frames
  /// @param names how many variants have its bytes
  record NewFile(Kind kind, long pixels, int names) {}

  /// Plans a version.
  ///
  /// @param image what the server knows about the image
  /// @param job the version to make
  /// @param set the set that will show it
  /// @return absent when no version of the original is ready, so that its dimensions are unknown
  public static Optional<ImagePlan> of(ImageVersions image, ImageJob job, String set) {
    Map<String, Sha256> shown = shown(image, job, set);
    Optional<Manifest> made = image.version(job.version()).flatMap(OneVersion::manifest);
    if (made.isPresent()) {
      return Optional.of(existing(made.get(), shown, KnownFiles.of(readyOnes(image, job))));
    }
    List<OneVersion> ready = readyOnes(image, job);
    List<Former> formers = formers(ready);
    if (formers.isEmpty()) {
      return Optional.empty();
    }
    Manifest.OriginalInfo original = formers.getFirst().manifest().original();
    Picture picture = Picture.of(original, job.original().bytes());
    RenderPlan plan = RenderPlan.of(picture, job.recipe(), job.focus());
    Map<String, Source> sources =
        ReusableFiles.of(job, formers(newest(image, job))).map(Reuse::files).orElse(Map.of());
    long dropped = shown.size();
    long kept = 0;
    long copied = 0;
    long reusedBytes = 0;
    Map<PlannedFile, Integer> encodes = new HashMap<>();
    for (PlannedVariant variant : plan.variants()) {
      String name = name(variant.size().name().toString(), variant.file().format().id());
      dropped -= shown.containsKey(name) ? 1 : 0;
      Source source = sources.get(variant.file().name());
      if (source == null) {
        encodes.merge(variant.file(), 1, Integer::sum);
      } else {
        boolean isKept = source.sha256().equals(shown.get(name));
        kept += isKept ? 1 : 0;
        copied += isKept ? 0 : 1;
        reusedBytes += source.bytes();
      }
    }
    long encoded = plan.variants().size() - kept - copied;
    List<NewFile> files = files(encodes);
    return Optional.of(
        new ImagePlan(
            /* isReady= */ false,
            new Fates(kept, copied, encoded, dropped),
            files,
            reusedBytes,
            files.isEmpty() ? Optional.empty() : Optional.of(Decoding.of(original, plan)),
            KnownFiles.of(ready)));
  }

  /// Plans the first version of an original: every file is encoded.
  ///
  /// @param original what its manifest will say
  /// @param bytes the length of its file
  /// @param known files of the same picture, which tell how long the new ones are
  public static ImagePlan first(
      Manifest.OriginalInfo original,
      long bytes,
      Recipe recipe,
      Optional<Focus> focus,
      KnownFiles known) {
    RenderPlan plan = RenderPlan.of(Picture.of(original, bytes), recipe, focus);
    Map<PlannedFile, Integer> encodes = new HashMap<>();
    plan.variants().forEach(variant -> encodes.merge(variant.file(), 1, Integer::sum));
    return new ImagePlan(
        /* isReady= */ false,
        new Fates(0, 0, plan.variants().size(), 0),
        files(encodes),
        /* reusedBytes= */ 0,
        Optional.of(Decoding.of(original, plan)),
        known);
  }

  /// @return the formats of the files to encode
  public Set<Format> formats() {
    return encodes.stream().map(file -> file.kind().format()).collect(Collectors.toSet());
  }

  /// @return the part of this plan that encodes files of one format
  public ImagePlan only(Format format) {
    List<NewFile> files = encodes.stream().filter(file -> file.kind().format() == format).toList();
    long encoded = files.stream().mapToLong(NewFile::names).sum();
    return new ImagePlan(
        isReady, new Fates(0, 0, encoded, 0), files, /* reusedBytes= */ 0, decoding, known);
  }

  /// @return the part of this plan that decodes and resizes
  ImagePlan withoutFiles() {
    return new ImagePlan(isReady, Fates.NONE, List.of(), /* reusedBytes= */ 0, decoding, known);
  }

  private static List<NewFile> files(Map<PlannedFile, Integer> encodes) {
    List<NewFile> files = new ArrayList<>();
    encodes.forEach(
        (file, names) -> files.add(new NewFile(Kind.of(file), KnownFiles.pixels(file), names)));
    return files;
  }

  /// @return the files of all ready versions of the job's original, the job's own among them
  public static KnownFiles known(ImageVersions image, ImageJob job) {
    return KnownFiles.of(readyOnes(image, job));
  }

  /// A version that is ready already is shown at once.
  private static ImagePlan existing(Manifest made, Map<String, Sha256> shown, KnownFiles known) {
    long kept = 0;
    long stays = 0;
    for (Variant variant : made.variants()) {
      Sha256 now = shown.get(name(variant.size().toString(), variant.format().id()));
      stays += now == null ? 0 : 1;
      kept += variant.sha256().equals(now) ? 1 : 0;
    }
    long bytes = made.variants().stream().mapToLong(Variant::bytes).sum();
    Fates fates = new Fates(kept, made.variants().size() - kept, 0, shown.size() - stays);
    return new ImagePlan(/* isReady= */ true, fates, List.of(), bytes, Optional.empty(), known);
  }

  /// The versions whose files a worker takes.
  private static List<OneVersion> newest(ImageVersions image, ImageJob job) {
    return ready(
        image.versions().reversed().stream()
            .filter(version -> !version.job().version().equals(job.version()))
            .limit(Reuse.MOST_FORMERS),
        job);
  }

  /// The ready versions of the same original, the newest first.
  private static List<OneVersion> readyOnes(ImageVersions image, ImageJob job) {
    return ready(image.versions().reversed().stream(), job);
  }

  private static List<OneVersion> ready(Stream<OneVersion> versions, ImageJob job) {
    return versions
        .filter(version -> isSameOriginal(version.job(), job))
        .filter(version -> version.manifest().isPresent())
        .toList();
  }

  private static List<Former> formers(List<OneVersion> ready) {
    return ready.stream()
        .flatMap(version ->
            version.manifest().map(manifest -> new Former(version.job(), manifest)).stream())
        .toList();
  }

  private static boolean isSameOriginal(ImageJob one, ImageJob other) {
    return one.original().sha256().equals(other.original().sha256());
  }

  private static Map<String, Sha256> shown(ImageVersions image, ImageJob job, String set) {
    Map<String, Sha256> digests = new HashMap<>();
    image
        .shown(set)
        .filter(version -> !version.job().version().equals(job.version()))
        .flatMap(OneVersion::manifest)
        .ifPresent(manifest -> {
          for (Variant variant : manifest.variants()) {
            digests.put(name(variant.size().toString(), variant.format().id()), variant.sha256());
          }
        });
    return digests;
  }

  private static String name(String size, String format) {
    return size + "." + format;
  }
}
