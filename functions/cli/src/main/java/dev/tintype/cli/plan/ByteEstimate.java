package dev.tintype.cli.plan;

import dev.tintype.cli.plan.ImagePlan.NewFile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// How many bytes files will have, from the files that images have already.
///
/// A file is interpolated between files of the same image and kind. If the image has none of this
/// kind, one of its other kinds is scaled by the ratio between the two kinds, as measured on all
/// images that have both. For one thread.
final class ByteEstimate {

  /// Two kinds that one image has.
  private record Pair(Kind wanted, Kind known) {}

  /// What is wanted, and the kinds from which it can be estimated.
  private record Open(Kind wanted, Set<Kind> known) {}

  private static final class Ratio {
    private double actual;
    private double base;
  }

  private static final class Wanted {
    private final Map<Kind, Double> base = new HashMap<>();
    private long files;
  }

  private final Map<Pair, Ratio> ratios = new HashMap<>();
  private final Map<Open, Wanted> open = new HashMap<>();
  private double interpolated;

  /// Learns the ratios between the kinds of one image.
  void learn(KnownFiles known) {
    known
        .byKind()
        .forEach((from, lengths) -> {
          Curve curve = new Curve(lengths);
          known
              .byKind()
              .forEach((to, others) -> {
                if (!to.equals(from)) {
                  learn(new Pair(to, from), curve, lengths, others);
                }
              });
        });
  }

  private void learn(
      Pair pair, Curve curve, SortedMap<Long, Long> lengths, SortedMap<Long, Long> others) {
    Ratio ratio = ratios.computeIfAbsent(pair, _ -> new Ratio());
    others.forEach((pixels, bytes) -> {
      if (pixels >= lengths.firstKey() / 2 && pixels <= lengths.lastKey() * 2) {
        ratio.actual += bytes;
        ratio.base += curve.at(pixels);
      }
    });
  }

  /// Adds the files of one image to the sum.
  void add(List<NewFile> files, KnownFiles known) {
    for (NewFile file : files) {
      SortedMap<Long, Long> own = known.byKind().get(file.kind());
      if (own != null) {
        interpolated += file.names() * new Curve(own).at(file.pixels());
      } else {
        addForeign(file, known);
      }
    }
  }

  private void addForeign(NewFile file, KnownFiles known) {
    Wanted wanted =
        open.computeIfAbsent(
            new Open(file.kind(), Set.copyOf(known.byKind().keySet())), _ -> new Wanted());
    wanted.files += file.names();
    known
        .byKind()
        .forEach((kind, lengths) ->
            wanted.base.merge(
                kind, file.names() * new Curve(lengths).at(file.pixels()), Double::sum));
  }

  /// The sum so far.
  ///
  /// @param bytes of the files that can be estimated
  /// @param unknown how many variants cannot be estimated, because no image has a file of their
  ///   kind
  record Sum(long bytes, long unknown) {}

  Sum sum() {
    double bytes = interpolated;
    long unknown = 0;
    for (Map.Entry<Open, Wanted> each : open.entrySet()) {
      Optional<Kind> from = nearest(each.getKey());
      if (from.isEmpty()) {
        unknown += each.getValue().files;
      } else {
        double base = each.getValue().base.getOrDefault(from.get(), 0.0);
        bytes += base * ratio(new Pair(each.getKey().wanted(), from.get())).orElse(0.0);
      }
    }
    return new Sum(Math.round(bytes), unknown);
  }

  private Optional<Kind> nearest(Open wanted) {
    return wanted.known().stream()
        .filter(kind -> ratio(new Pair(wanted.wanted(), kind)).isPresent())
        .min(
            Comparator.comparingInt((Kind kind) -> wanted.wanted().distance(kind))
                .thenComparing(Kind::toString));
  }

  private Optional<Double> ratio(Pair pair) {
    return Optional.ofNullable(ratios.get(pair))
        .filter(ratio -> ratio.base > 0)
        .map(ratio -> ratio.actual / ratio.base);
  }

  /// @return the bytes of the files of one image; absent when one of them cannot be estimated yet
  Optional<Long> alone(List<NewFile> files, KnownFiles known) {
    ByteEstimate one = new ByteEstimate();
    one.ratios.putAll(ratios);
    one.add(files, known);
    Sum sum = one.sum();
    return sum.unknown() == 0 ? Optional.of(sum.bytes()) : Optional.empty();
  }
}
