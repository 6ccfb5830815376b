package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.Size;
import dev.tintype.core.SizeName;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.Upload;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Images as JSON. Only a version that is ready lists its variants.
final class ImageView {

  private final PublicUrls urls;

  ImageView(PublicUrls urls) {
    this.urls = urls;
  }

  /// @param sets the latest version of each set by name; empty when there is only the default set
  ObjectNode whole(Described found, SortedMap<String, VersionRecord> sets) {
    ObjectNode json = head(found);
    Optional<Manifest> manifest = found.current().flatMap(ImageView::manifest);
    addFocus(json, found.image(), pictured(found));
    found
        .current()
        .ifPresent(record ->
            manifest.ifPresent(m -> json.set("current", current(m, record, found.image()))));
    ArrayNode variants = json.putArray("variants");
    found
        .current()
        .ifPresent(
            record -> manifest.ifPresent(m -> variants.addAll(variants(m, record.job().recipe()))));
    addSets(json, found.image(), sets);
    json.set("links", Links.of(found.image().id(), found.latest().job().version()));
    return json;
  }

  /// Old clients see no new field in a variant that no focal point moves.
  private List<ObjectNode> variants(Manifest manifest, Recipe recipe) {
    Set<SizeName> moved =
        recipe.sizes().stream()
            .filter(Size::cropsByFocus)
            .map(Size::name)
            .collect(Collectors.toSet());
    List<ObjectNode> variants = new ArrayList<>();
    ManifestJson.write(manifest)
        .withArray("variants")
        .forEach(variant -> variants.add((ObjectNode) variant));
    for (int i = 0; i < variants.size(); i++) {
      Manifest.Variant variant = manifest.variants().get(i);
      variants.get(i).put("url", urls.of(variant.url()));
      if (moved.contains(variant.size())) {
        variants.get(i).put("cropsByFocus", true);
      }
    }
    return variants;
  }

  /// The version whose original the focal point belongs to: the latest one whose original is known
  /// to be stored and was not rejected.
  private static VersionRecord pictured(Described found) {
    VersionState latest = found.latest().state();
    boolean isPicture = !Upload.awaits(found.latest()) && !latest.isRejected();
    return isPicture ? found.latest() : found.current().orElse(found.latest());
  }

  /// Old clients see no new field in an original without a focal point.
  private static void addFocus(ObjectNode json, ImageRecord image, VersionRecord version) {
    image.focused(version.job().original()).focus().ifPresent(focus -> focus.putInto(json));
  }

  /// Old clients see no new field in an image with one set.
  private static void addSets(
      ObjectNode json, ImageRecord image, SortedMap<String, VersionRecord> sets) {
    Optional<ImageSets> names = image.sets();
    if (names.isEmpty() || sets.isEmpty()) {
      return;
    }
    Optional<Sha256> original =
        Optional.ofNullable(sets.get(names.get().announced())).map(ImageView::original);
    ArrayNode list = json.putArray("sets");
    sets.forEach((name, latest) -> {
      ObjectNode set =
          list.addObject()
              .put("recipe", name)
              .put("default", name.equals(names.get().standard()))
              .put("version", latest.job().version().value())
              .put("state", latest.state().code());
      if (names.get().next().filter(name::equals).isPresent()) {
        set.put("becomesDefault", true);
      }
      if (!original.equals(Optional.of(original(latest)))) {
        set.put("otherOriginal", true);
      }
    });
  }

  private static Sha256 original(VersionRecord version) {
    return version.job().original().sha256();
  }

  ObjectNode row(Described found) {
    ObjectNode json = head(found).put("updatedAt", found.latest().updatedAt().toString());
    found
        .current()
        .flatMap(ImageView::manifest)
        .ifPresent(m ->
            json.putObject("current")
                .put("version", m.version().value())
                .put("thumbhash", m.thumbhash())
                .put("dominantColor", m.dominantColor())
                .put("thumbnail", thumbnail(m)));
    return json;
  }

  private static ObjectNode head(Described found) {
    VersionRecord latest = found.latest();
    ObjectNode json = Json.object().put("id", found.image().id().value());
    found.image().name().ifPresent(name -> json.put("name", name));
    found.image().metadata().putInto(json);
    json.put("createdAt", found.image().createdAt().toString())
        .put("version", latest.job().version().value())
        .put("recipe", found.set())
        .put("state", latest.state().code());
    if (latest.state() instanceof Failed failed) {
      json.put("reason", failed.reason().code())
          .put("message", failed.reason().message())
          .put("redrivable", failed.reason().redrivable());
    }
    return json;
  }

  private ObjectNode current(Manifest manifest, VersionRecord version, ImageRecord image) {
    Recipe recipe = version.job().recipe();
    ObjectNode whole = ManifestJson.write(manifest);
    ObjectNode json =
        Json.object()
            .put("version", manifest.version().value())
            .put("recipe", manifest.recipe().name())
            .put("manifest", urls.of(Keys.manifest(manifest.imageId(), manifest.version())));
    ObjectNode original = whole.withObject("original");
    addFocus(original, image, version);
    json.set("original", original);
    return json.put("thumbhash", manifest.thumbhash())
        .put("dominantColor", manifest.dominantColor())
        .put("picture", PictureMarkup.of(manifest, recipe, urls::of, MarkupOptions.STANDARD));
  }

  /// @return the markup of the current version; empty when there is none
  /// @throws Refused when an option of the request is not allowed
  Optional<ObjectNode> markup(Described found, ApiRequest request) {
    return found.current().flatMap(record -> manifest(record).map(m -> markup(m, record, request)));
  }

  private ObjectNode markup(Manifest manifest, VersionRecord record, ApiRequest request) {
    MarkupOptions options = MarkupRequests.options(request, manifest, record.job().recipe());
    ObjectNode json =
        Json.object()
            .put("id", manifest.imageId().value())
            .put("version", manifest.version().value())
            .put("recipe", manifest.recipe().name());
    PictureMarkup.crops(manifest).forEach(json.putArray("crops")::add);
    return json.put("html", PictureMarkup.of(manifest, record.job().recipe(), urls::of, options));
  }

  /// The smallest plain width, which shows the whole picture; else the narrowest variant.
  private String thumbnail(Manifest manifest) {
    List<Manifest.Variant> whole =
        manifest.variants().stream().filter(variant -> variant.size().isWidth()).toList();
    List<Manifest.Variant> variants = whole.isEmpty() ? manifest.variants() : whole;
    return variants.stream()
        .min(
            Comparator.comparingInt(
                    whole.isEmpty() ? Manifest.Variant::width : ImageView::widthOfSize)
                .thenComparingInt(
                    variant -> PictureMarkup.MOST_SHOWN_FIRST.indexOf(variant.format())))
        .map(variant -> urls.of(variant.url()))
        .orElse("");
  }

  private static int widthOfSize(Manifest.Variant variant) {
    return variant.size().widthPx();
  }

  private static Optional<Manifest> manifest(VersionRecord record) {
    return record.state() instanceof Ready ready ? Optional.of(ready.manifest()) : Optional.empty();
  }

  /// @return after how many seconds a client should ask again; absent when the state will not
  ///   change by itself
  static Optional<Integer> retryAfterSeconds(VersionState state) {
    return switch (state) {
      case AwaitingUpload _ -> Optional.of(5);
      case Queued _ -> Optional.of(2);
      case Processing _ -> Optional.of(1);
      case Ready _, Failed _, Superseded _, Expired _, Retired _ -> Optional.empty();
    };
  }
}
