package dev.tintype.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.plan.ImagePlan.Fates;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sum of the plans of many images. For one thread.
public final class PlanSum {

  private final ByteEstimate estimate = new ByteEstimate();
  private Fates variants = Fates.NONE;
  private long moving;
  private long before;
  private long unplanned;
  private long unreadable;
  private long encodes;
  private long reusedBytes;

  /// Begins with nothing.
  public PlanSum() {}

  /// Adds an image that moves.
  public void add(ImagePlan plan) {
    moving++;
    variants = variants.plus(plan.variants());
    encodes += plan.encodes().size();
    reusedBytes += plan.reusedBytes();
    estimate.learn(plan.known());
    estimate.add(plan.encodes(), plan.known());
  }

  /// Adds an image that has the version already. Its files show how long such files are.
  ///
  /// @param files all files that it has
  public void addBefore(KnownFiles files) {
    before++;
    estimate.learn(files);
  }

  /// Learns how long files are, from those of one image.
  public void learn(KnownFiles files) {
    estimate.learn(files);
  }

  /// Adds an image without a ready version of its original.
  public void addUnplanned() {
    unplanned++;
  }

  /// Adds an image that the server cannot read.
  public void addUnreadable() {
    unreadable++;
  }

  /// @return how many bytes one image will have; absent when it cannot be estimated yet
  public Optional<Long> bytes(ImagePlan plan) {
    return estimate
        .alone(plan.encodes(), plan.known())
        .map(encoded -> encoded + plan.reusedBytes());
  }

  /// @return whether the server could not read an image
  public boolean isIncomplete() {
    return unreadable > 0;
  }

  /// @return the plan as JSON
  public ObjectNode json() {
    ByteEstimate.Sum encoded = estimate.sum();
    ObjectNode json =
        Json.object()
            .put("images", moving + before + unplanned)
            .put("moving", moving)
            .put("before", before)
            .put("unplanned", unplanned)
            .put("unreadable", unreadable);
    json.putObject("variants")
        .put("kept", variants.kept())
        .put("copied", variants.copied())
        .put("encoded", variants.encoded())
        .put("dropped", variants.dropped());
    json.put("encodes", encodes);
    json.putObject("bytes")
        .put("reused", reusedBytes)
        .put("encoded", encoded.bytes())
        .put("unknownVariants", encoded.unknown());
    return json;
  }

  /// @return the plan as sentences
  public List<String> sentences() {
    ByteEstimate.Sum encoded = estimate.sum();
    List<String> all = new ArrayList<>();
    all.add(
        "%s to move, %d had the version before"
            .formatted(HumanText.count(moving, "image"), before));
    all.add(
        "variants: %d kept, %d copied, %d encoded, %d dropped"
            .formatted(variants.kept(), variants.copied(), variants.encoded(), variants.dropped()));
    all.add("encodes: " + HumanText.count(encodes, "file"));
    all.add(
        "bytes: %s kept or copied, about %s encoded"
            .formatted(HumanText.bytes(reusedBytes), HumanText.bytes(encoded.bytes())));
    if (encoded.unknown() > 0) {
      all.add(
          "%s not in these bytes: no image has files with these options yet. A canary run makes some."
              .formatted(HumanText.count(encoded.unknown(), "encoded variant")));
    }
    if (unplanned > 0) {
      all.add(
          "%s not planned: no version of the original is ready"
              .formatted(HumanText.count(unplanned, "image")));
    }
    if (unreadable > 0) {
      all.add(HumanText.count(unreadable, "image") + " not planned: the server cannot read it");
    }
    return all;
  }
}
