package dev.tintype.cli.plan;

import dev.tintype.cli.plan.ImagePlan.NewFile;
import dev.tintype.cli.plan.KnownFiles.Measured;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How long the files of originals will be that were never rendered, and how much time making them
/// will take, from originals that were. For one thread.
public final class UnseenOriginals {

  /// Files that are encoded alike, from originals whose coarseness is known, or is not.
  private record Alike(Kind kind, boolean isCoarsenessKnown) {}

  private final Map<Alike, LogFit> bytes = new HashMap<>();
  private final Map<Alike, LogFit> micros = new HashMap<>();
  private final CpuEstimate decodings = new CpuEstimate();

  /// Begins with nothing.
  public UnseenOriginals() {}

  /// Learns from an original that was rendered.
  ///
  /// @param known what was made of it
  public void learn(OriginalFile original, KnownFiles known) {
    known
        .byKind()
        .forEach((kind, lengths) ->
            lengths.forEach((pixels, length) ->
                fit(bytes, kind, original).learn(pixels, original, (double) length)));
    for (Measured one : known.measured()) {
      one.files()
          .forEach(file ->
              fit(micros, file.kind(), original)
                  .learn(file.pixels(), original, Math.max(1, (double) file.micros())));
    }
    decodings.learn(known.measured());
  }

  private static LogFit fit(Map<Alike, LogFit> fits, Kind kind, OriginalFile original) {
    return fits.computeIfAbsent(
        new Alike(kind, original.coarseness().isPresent()), _ -> new LogFit());
  }

  /// @param plan of its first version
  /// @return what is expected; a part is absent when too little like it was rendered
  public Forecast forecast(ImagePlan plan, OriginalFile original) {
    List<NewFile> files = plan.encodes();
    return new Forecast(
        files.size(),
        isKnown(bytes, files, original)
            ? Optional.of(
                Math.round(
                    files.stream()
                        .mapToDouble(file -> file.names() * known(bytes, file, original))
                        .sum()))
            : Optional.empty(),
        isKnown(micros, files, original)
            ? decodings
                .alone(plan.withoutFiles())
                .map(decoding ->
                    decoding
                        + files.stream().mapToDouble(file -> known(micros, file, original)).sum())
                .map(sum -> Duration.ofNanos(Math.round(sum * 1000)))
            : Optional.empty());
  }

  private static boolean isKnown(
      Map<Alike, LogFit> fits, List<NewFile> files, OriginalFile original) {
    return files.stream().allMatch(file -> at(fits, file, original).isPresent());
  }

  private static double known(Map<Alike, LogFit> fits, NewFile file, OriginalFile original) {
    return at(fits, file, original).orElseThrow();
  }

  /// Files of a kind that was made rarely, such as the widest ones, are those of the most similar
  /// kind, times a factor.
  private static OptionalDouble at(Map<Alike, LogFit> fits, NewFile file, OriginalFile original) {
    LogFit own = fit(fits, file.kind(), original);
    if (own.isKnown()) {
      return OptionalDouble.of(own.at(file.pixels(), original));
    }
    boolean coarseness = original.coarseness().isPresent();
    Optional<LogFit> like =
        fits.entrySet().stream()
            .filter(each -> each.getKey().isCoarsenessKnown() == coarseness)
            .filter(each -> each.getKey().kind().isLike(file.kind()))
            .filter(each -> each.getValue().isKnown())
            .max(Comparator.comparingInt(each -> each.getValue().count()))
            .map(Map.Entry::getValue);
    OptionalDouble factor = like.isPresent() ? own.ratioTo(like.get()) : OptionalDouble.empty();
    return factor.isPresent()
        ? OptionalDouble.of(factor.getAsDouble() * like.get().at(file.pixels(), original))
        : OptionalDouble.empty();
  }
}
