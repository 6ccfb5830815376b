package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageJob;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.read.AllVersions.Whole;
import dev.tintype.core.json.Json;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSets;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.Comparator;

/// All versions of an image as JSON, each with what it was made from: what a tool needs to tell
/// what another recipe would cost.
///
/// @param urls the public URLs of files
/// @param renderRevision the revision of new versions
record VersionsView(PublicUrls urls, RenderRevision renderRevision) {

  ObjectNode of(Whole whole) {
    ImageSets sets = whole.image().sets().orElseThrow();
    ObjectNode json = Json.object().put("id", whole.image().id().value());
    whole.image().name().ifPresent(name -> json.put("name", name));
    json.put("renderRevision", renderRevision.text())
        .put("files", urls.of(""))
        .put("latest", sets.named(sets.announced()).orElseThrow().latest().value());
    add(json.putArray("sets"), sets);
    addPoints(json.putArray("points"), whole.image());
    ArrayNode versions = json.putArray("versions");
    whole.versions().forEach(version -> versions.add(of(version)));
    return json;
  }

  private static void add(ArrayNode list, ImageSets sets) {
    sets.byName()
        .forEach((name, set) -> {
          ObjectNode json =
              list.addObject()
                  .put("recipe", name)
                  .put("default", name.equals(sets.standard()))
                  .put("version", set.latest().value());
          set.current().map(Current::version).ifPresent(shown -> json.put("shown", shown.value()));
        });
  }

  /// The points that new versions have, which may differ from those of the former versions.
  private static void addPoints(ArrayNode list, ImageRecord image) {
    image.points().byOriginal().entrySet().stream()
        .sorted(Comparator.comparing(point -> point.getKey().hex()))
        .forEach(point -> {
          ObjectNode json = list.addObject().put("sha256", point.getKey().hex());
          point.getValue().ifPresent(focus -> focus.putInto(json));
        });
  }

  private static ObjectNode of(VersionRecord version) {
    ImageJob job = version.job();
    ObjectNode json =
        Json.object()
            .put("version", job.version().value())
            .put("sequence", version.sequence())
            .put("state", version.state().code())
            .put("createdAt", job.createdAt().toString())
            .put("updatedAt", version.updatedAt().toString())
            .put("renderRevision", job.renderRevision().text());
    json.set("recipe", RecipeJson.write(job.recipe()));
    ObjectNode original =
        json.putObject("original")
            .put("sha256", job.original().sha256().hex())
            .put("bytes", job.original().bytes())
            .put("contentType", job.original().mediaType());
    job.original().focus().ifPresent(focus -> focus.putInto(original));
    if (version.state() instanceof Ready ready) {
      json.set("manifest", ManifestJson.write(ready.manifest()));
      ready.cpu().ifPresent(cpu -> json.set("cpu", cpu.json()));
    }
    return json;
  }
}
