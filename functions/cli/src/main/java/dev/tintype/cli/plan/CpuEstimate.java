package dev.tintype.cli.plan;

import dev.tintype.cli.plan.Decoding.DecodingKind;
import dev.tintype.cli.plan.ImagePlan.NewFile;
import dev.tintype.cli.plan.KnownFiles.Measured;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/// How much processor time renderings will take, from those that were measured. Pictures differ
/// little in this, so the time follows from kind and pixels. For one thread.
final class CpuEstimate {

  /// So many measured files of a kind count as much as those of another kind that takes about as
  /// long.
  private static final double ENOUGH = 50;

  private final Map<Kind, Rate> files = new HashMap<>();
  private final Map<DecodingKind, Rate> decodings = new HashMap<>();
  private final Map<Decoding, Long> toDecode = new HashMap<>();
  private final Map<Kind, Map<Long, Long>> toEncode = new HashMap<>();

  /// Learns from the measured renderings of one image.
  void learn(List<Measured> renderings) {
    for (Measured one : renderings) {
      if (!one.files().isEmpty()) {
        decodings
            .computeIfAbsent(one.decoding().kind(), _ -> new Rate())
            .learn(one.decoding().work(), one.decodingMicros());
      }
      one.files()
          .forEach(file ->
              files
                  .computeIfAbsent(file.kind(), _ -> new Rate())
                  .learn(file.pixels(), file.micros()));
    }
  }

  /// Adds the work of one image to the sum.
  void add(ImagePlan plan) {
    plan.decoding().ifPresent(decoding -> toDecode.merge(decoding, 1L, Long::sum));
    for (NewFile file : plan.encodes()) {
      toEncode
          .computeIfAbsent(file.kind(), _ -> new HashMap<>())
          .merge(file.pixels(), 1L, Long::sum);
    }
  }

  /// The sum so far.
  ///
  /// @param micros of what can be estimated
  /// @param unknown how many files cannot be estimated, because none like them was measured
  /// @param unknownDecodings how many originals cannot be, for the same reason
  record Sum(double micros, long unknown, long unknownDecodings) {}

  Sum sum() {
    double micros = 0;
    long unknown = 0;
    long unknownDecodings = 0;
    for (Map.Entry<Decoding, Long> each : toDecode.entrySet()) {
      Optional<Curve> curve = rate(each.getKey().kind()).map(Rate::curve);
      micros += curve.isEmpty() ? 0 : each.getValue() * curve.get().at(each.getKey().work());
      unknownDecodings += curve.isEmpty() ? each.getValue() : 0;
    }
    for (Map.Entry<Kind, Map<Long, Long>> each : toEncode.entrySet()) {
      Optional<LongToDoubleFunction> time = time(each.getKey());
      for (Map.Entry<Long, Long> file : each.getValue().entrySet()) {
        micros += time.isEmpty() ? 0 : file.getValue() * time.get().applyAsDouble(file.getKey());
        unknown += time.isEmpty() ? file.getValue() : 0;
      }
    }
    return new Sum(micros, unknown, unknownDecodings);
  }

  private Optional<Rate> rate(DecodingKind kind) {
    return decodings.keySet().stream()
        .filter(kind::isLike)
        .min(Comparator.comparingInt(kind::distance).thenComparingInt(DecodingKind::halvings))
        .map(decodings::get);
  }

  /// Another quality takes about as long, another effort does not. A few measured files of a new
  /// quality may be of slow pictures, or the first ones of a renderer: they count by their number.
  ///
  /// @return µs by pixels
  private Optional<LongToDoubleFunction> time(Kind kind) {
    Optional<Rate> own = Optional.ofNullable(files.get(kind));
    Optional<Rate> like =
        files.keySet().stream()
            .filter(other -> !other.equals(kind) && kind.takesAsLong(other))
            .min(Comparator.comparingInt(kind::distance).thenComparing(Kind::toString))
            .map(files::get);
    if (own.isEmpty() || like.isEmpty()) {
      return own.or(() -> like).map(rate -> rate.curve()::at);
    }
    double weight = own.get().count() / (own.get().count() + ENOUGH);
    Curve ownCurve = own.get().curve();
    Curve likeCurve = like.get().curve();
    return Optional.of(
        pixels -> weight * ownCurve.at(pixels) + (1 - weight) * likeCurve.at(pixels));
  }

  /// @return the time of one image, in µs; absent when it cannot be estimated yet
  Optional<Double> alone(ImagePlan plan) {
    CpuEstimate one = new CpuEstimate();
    one.files.putAll(files);
    one.decodings.putAll(decodings);
    one.add(plan);
    Sum sum = one.sum();
    return sum.unknown() + sum.unknownDecodings() == 0
        ? Optional.of(sum.micros())
        : Optional.empty();
  }
}
