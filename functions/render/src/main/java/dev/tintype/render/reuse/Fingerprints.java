package dev.tintype.render.reuse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.CanonicalJson;
import dev.tintype.core.json.Json;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.Level;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.View;

/// The fingerprints of what a job makes. A fingerprint is the SHA-256 of canonical JSON (RFC 8785)
/// that contains everything that the bytes of one file depend on. So files with equal fingerprints
/// have equal bytes. The name of a file and the other files of the plan are not part of it, except
/// the levels that the file is made from.
///
/// Each value is taken apart with a pattern that names all of its components: a component that is
/// added later does not compile here until somebody decides whether bytes depend on it.
public final class Fingerprints {

  private final ImageJob job;
  private final RenderPlan plan;

  /// @param plan the plan of the job
  public Fingerprints(ImageJob job, RenderPlan plan) {
    this.job = job;
    this.plan = plan;
  }

  /// @param file a file of the plan
  /// @return its fingerprint
  public Sha256 of(PlannedFile file) {
    return digest(json(file));
  }

  /// @return the fingerprint of the placeholder: of the ThumbHash and of the dominant colour
  public Sha256 ofPlaceholder() {
    ObjectNode json = origin("placeholder");
    json.set("levels", levels(plan.placeholderLevel()));
    return digest(json);
  }

  private static Sha256 digest(ObjectNode json) {
    return Sha256.of(CanonicalJson.of(json));
  }

  /// What every fingerprint contains. Header, pixels and number of frames follow from the original
  /// and the revision.
  private ObjectNode origin(String what) {
    ObjectNode json =
        Json.object()
            .put("what", what)
            .put("original", job.original().sha256().hex())
            .put("revision", job.renderRevision().text());
    json.set("upright", Chain.json(plan.original()));
    return json;
  }

  private ObjectNode json(PlannedFile file) {
    return switch (file) {
      case PlannedFile(_, var format, var view, var encoding, var frames) -> {
        ObjectNode json = origin("file").put("format", format.id()).put("frames", frames);
        json.set("encoding", Chain.json(encoding));
        json.set("view", Chain.json(view));
        if (showsBackground(format, view)) {
          json.put("background", job.recipe().background());
        }
        json.set("levels", file.animated() ? lookedAt(view) : levels(plan.levelOf(file)));
        yield json;
      }
    };
  }

  /// JPEG shows it behind transparent pixels. Whether the original has any is left aside.
  private static boolean showsBackground(Format format, View view) {
    return format == Format.JPEG
        || view.padding().filter(padding -> !padding.transparent()).isPresent();
  }

  /// The levels from the decoded one to this one. The first is also the one that attention crops
  /// are found on.
  private ArrayNode levels(int level) {
    return switch (plan.levels().get(level)) {
      case Level(var view, var from) -> {
        ArrayNode chain = from.map(this::levels).orElseGet(Json::array);
        yield chain.add(Chain.json(view));
      }
    };
  }

  /// The frames of an animation are made from the original. Only attention crops are found on the
  /// first level.
  private ArrayNode lookedAt(View view) {
    return view.crop().filter(View.Crop.Attention.class::isInstance).isPresent()
        ? levels(0)
        : Json.array();
  }
}
