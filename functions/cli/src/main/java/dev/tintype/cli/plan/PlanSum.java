package dev.tintype.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.plan.ImagePlan.Fates;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The sum of the plans of many images. For one thread.
public final class PlanSum {

  private static final double MICROS_PER_SECOND = 1e6;

  private final ByteEstimate estimate = new ByteEstimate();
  private final CpuEstimate cpu = new CpuEstimate();
  private final Map<Left, Long> left = new EnumMap<>(Left.class);
  private Fates variants = Fates.NONE;
  private long moving;

  /// Of the images that move, those whose version must be made, and the variants that they reuse.
  private long making;

  private long reusedInMaking;
  private long encodes;
  private long reusedBytes;

  /// Begins with nothing.
  public PlanSum() {}

  /// Why an image is not planned.
  public enum Left {
    /// The set shows the version already.
    BEFORE,
    /// The version is requested already and will be made.
    WAITING,
    /// The version is requested already and ended without variants.
    FAILED,
    /// No version of its original is ready.
    UNPLANNED,
    /// The server cannot read it.
    UNREADABLE
  }

  /// Where a plan is carried out, and what it tells because of that.
  ///
  /// @param processors how many render; absent when it is unknown
  /// @param isAws whether AWS is paid for it
  public record Host(Optional<Integer> processors, boolean isAws) {}

  /// Adds an image that moves.
  public void add(ImagePlan plan) {
    moving++;
    if (!plan.isReady()) {
      making++;
      reusedInMaking += plan.variants().kept() + plan.variants().copied();
    }
    variants = variants.plus(plan.variants());
    encodes += plan.encodes().size();
    reusedBytes += plan.reusedBytes();
    learn(plan.known());
    estimate.add(plan.encodes(), plan.known());
    cpu.add(plan);
  }

  /// Adds an image that does not move. Its files show how long such files are.
  ///
  /// @param files all files that it has
  public void addLeft(Left why, KnownFiles files) {
    addLeft(why);
    learn(files);
  }

  /// Adds an image that does not move.
  public void addLeft(Left why) {
    left.merge(why, 1L, Long::sum);
  }

  /// Learns how long files are and what making them takes, from one image.
  public void learn(KnownFiles files) {
    estimate.learn(files);
    cpu.learn(files.measured());
  }

  /// @return what the plan says of one image, by what is known so far
  public Forecast forecast(ImagePlan plan) {
    return new Forecast(
        plan.encodes().size(),
        estimate.alone(plan.encodes(), plan.known()).map(encoded -> encoded + plan.reusedBytes()),
        cpu.alone(plan).map(micros -> Duration.ofNanos(Math.round(micros * 1000))));
  }

  /// @return whether the server could not read an image
  public boolean isIncomplete() {
    return count(Left.UNREADABLE) > 0;
  }

  private long count(Left why) {
    return left.getOrDefault(why, 0L);
  }

  /// An image that cannot be read may not have the set.
  private long staying() {
    return left.values().stream().mapToLong(Long::longValue).sum() - count(Left.UNREADABLE);
  }

  private double usd(double cpuSeconds) {
    return AwsPrices.usd(making, variants.encoded(), reusedInMaking, cpuSeconds);
  }

  /// @return the plan as JSON
  public ObjectNode json(Host host) {
    ByteEstimate.Sum encoded = estimate.sum();
    CpuEstimate.Sum time = cpu.sum();
    ObjectNode json = Json.object().put("images", moving + staying()).put("moving", moving);
    for (Left why : Left.values()) {
      json.put(why.name().toLowerCase(Locale.ROOT), count(why));
    }
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
    double seconds = time.micros() / MICROS_PER_SECOND;
    json.putObject("cpu")
        .put("seconds", Math.round(seconds * 1000) / 1000.0)
        .put("unknownEncodes", time.unknown())
        .put("unknownOriginals", time.unknownDecodings());
    if (host.isAws()) {
      json.put("usd", Math.round(usd(seconds) * 1e6) / 1e6);
    }
    return json;
  }

  /// @return the plan as sentences
  public List<String> sentences(Host host) {
    ByteEstimate.Sum encoded = estimate.sum();
    List<String> all = new ArrayList<>();
    all.add(
        "%s to move, %d had the version before"
            .formatted(HumanText.count(moving, "image"), count(Left.BEFORE)));
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
    addCosts(all, host);
    addLeftOnes(all);
    return all;
  }

  private void addCosts(List<String> all, Host host) {
    CpuEstimate.Sum time = cpu.sum();
    double seconds = time.micros() / MICROS_PER_SECOND;
    all.add("processor time: about " + shown(seconds));
    if (time.unknown() > 0) {
      all.add(
          "the time leaves out %s, because none with these options was measured. Run --apply --canary, then plan again."
              .formatted(HumanText.count(time.unknown(), "encode")));
    }
    if (time.unknownDecodings() > 0) {
      all.add(
          "the time leaves out the decoding of %s, because no such original was measured."
              .formatted(HumanText.count(time.unknownDecodings(), "original")));
    }
    host.processors()
        .ifPresent(processors ->
            all.add(
                "with %s that do nothing else: at least %s"
                    .formatted(
                        HumanText.count(processors, "processor"), shown(seconds / processors))));
    if (host.isAws()) {
      all.add(
          String.format(
              Locale.ROOT,
              "on AWS: about %.2f USD (the template's memory sizes; list prices of us-east-1, x86-64, early 2025)",
              usd(seconds)));
    }
  }

  private static String shown(double seconds) {
    return HumanText.time(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private void addLeftOnes(List<String> all) {
    addLeft(all, Left.WAITING, " waiting: the version is requested already");
    addLeft(all, Left.FAILED, " failed: the version was requested and has no variants");
    addLeft(all, Left.UNPLANNED, " not planned: no version of the original is ready");
    addLeft(all, Left.UNREADABLE, " not planned: the server cannot read it");
  }

  private void addLeft(List<String> all, Left why, String what) {
    if (count(why) > 0) {
      all.add(HumanText.count(count(why), "image") + what);
    }
  }
}
