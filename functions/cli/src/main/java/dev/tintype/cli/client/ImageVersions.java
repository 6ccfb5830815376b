package dev.tintype.cli.client;

import dev.tintype.core.CpuTime;
import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every version of an image and what its sets show, as the server knows them.
///
/// @param id the image
/// @param name the client's own name for it
/// @param renderRevision the revision of new versions
/// @param files the root of the paths in manifests
/// @param latest the version that was requested last for the default set
/// @param standard the name of the default set
/// @param sets what each set shows, by the name of its recipe
/// @param points the focal points that were set or removed after the upload, by original
/// @param versions in order of creation
public record ImageVersions(
    ImageId id,
    Optional<String> name,
    RenderRevision renderRevision,
    String files,
    Version latest,
    String standard,
    Map<String, OneSet> sets,
    Map<Sha256, Optional<Focus>> points,
    List<OneVersion> versions) {

  /// Copies maps and list.
  public ImageVersions {
    sets = Map.copyOf(sets);
    points = Map.copyOf(points);
    versions = List.copyOf(versions);
  }

  /// One set.
  ///
  /// @param latest the version that was requested last
  /// @param shown the ready version that the set shows
  public record OneSet(Version latest, Optional<Version> shown) {}

  /// One version.
  ///
  /// @param job what it was made from
  /// @param state such as `ready`
  /// @param updatedAt when the state was last written
  /// @param manifest its files, once it is ready
  /// @param cpu the processor time of its rendering, if it was measured
  public record OneVersion(
      ImageJob job,
      String state,
      Instant updatedAt,
      Optional<Manifest> manifest,
      Optional<CpuTime> cpu) {

    /// A version whose rendering was not measured.
    public OneVersion(ImageJob job, String state, Instant updatedAt, Optional<Manifest> manifest) {
      this(job, state, updatedAt, manifest, Optional.empty());
    }

    /// @return whether the state never changes by itself
    public boolean isEnd() {
      return new ImageStatus("", "", state, Optional.empty(), Optional.empty()).isEnd();
    }
  }

  /// @throws MalformedJson when the answer is not the one of the API
  static ImageVersions read(JsonObject json) {
    try {
      ImageId id = new ImageId(json.text("id"));
      return new ImageVersions(
          id,
          json.optionalText("name"),
          RenderRevision.parse(json.text("renderRevision")),
          json.text("files"),
          new Version(json.text("latest")),
          json.objects("sets").stream()
              .filter(set -> set.bool("default"))
              .map(set -> set.text("recipe"))
              .findFirst()
              .orElse(""),
          json.objects("sets").stream()
              .collect(Collectors.toMap(set -> set.text("recipe"), ImageVersions::set)),
          json.has("points") ? points(json.objects("points")) : Map.of(),
          json.objects("versions").stream().map(version -> version(id, version)).toList());
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not the versions of an image: " + e.getMessage(), e);
    }
  }

  private static Map<Sha256, Optional<Focus>> points(List<JsonObject> points) {
    return points.stream()
        .collect(Collectors.toMap(point -> new Sha256(point.text("sha256")), Focus::in));
  }

  private static OneSet set(JsonObject json) {
    return new OneSet(
        new Version(json.text("version")), json.optionalText("shown").map(Version::new));
  }

  private static OneVersion version(ImageId id, JsonObject json) {
    JsonObject original = json.object("original");
    ImageJob job =
        ImageJob.of(
            id,
            new Original(
                new Sha256(original.text("sha256")),
                original.integer("bytes", 0, Long.MAX_VALUE),
                original.text("contentType"),
                Focus.in(original)),
            RecipeJson.read(json.object("recipe")),
            RenderRevision.parse(json.text("renderRevision")),
            json.instant("createdAt"));
    return new OneVersion(
        job,
        json.text("state"),
        json.instant("updatedAt"),
        json.has("manifest")
            ? Optional.of(ManifestJson.read(json.object("manifest")))
            : Optional.empty(),
        json.has("cpu") ? Optional.of(CpuTime.read(json.object("cpu"))) : Optional.empty());
  }

  /// @return the version of this name
  public Optional<OneVersion> version(Version name) {
    return versions.stream().filter(each -> each.job().version().equals(name)).findFirst();
  }

  /// @param original an original, as the job of a version has it
  /// @return the original with the focal point that new versions have
  public Original focused(Original original) {
    return original.with(points.getOrDefault(original.sha256(), original.focus()));
  }

  /// @return whether a set shows the version, or requested it last
  public boolean isNeeded(Version name) {
    return latest.equals(name)
        || sets.values().stream()
            .anyMatch(set -> set.latest().equals(name) || set.shown().equals(Optional.of(name)));
  }

  /// @return the version that a set shows
  public Optional<OneVersion> shown(String set) {
    return Optional.ofNullable(sets.get(set)).flatMap(OneSet::shown).flatMap(this::version);
  }
}
