package dev.tintype.render.results;

import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Reuse.Source;
import dev.tintype.render.plan.Header;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is left to make of a plan, after what earlier versions have. Immutable.
///
/// @param whole the plan of everything
/// @param left the plan of the files to make
/// @param reused the other files, by name
/// @param placeholder the placeholder, if it need not be made
public record Remainder(
    RenderPlan whole,
    RenderPlan left,
    Map<String, Source> reused,
    Optional<ReportedPlaceholder> placeholder) {

  /// Copies the map.
  public Remainder {
    reused = Map.copyOf(reused);
  }

  /// @param plan of the header and the job
  /// @return everything is left
  public static Remainder everything(RenderPlan plan) {
    return new Remainder(plan, plan, Map.of(), Optional.empty());
  }

  /// @param header of the original
  /// @param plan of the header and the job
  /// @param offered what earlier versions have. Nothing of it is used if they say something else of
  ///   the original than the header
  /// @throws ResultFiles.UntrueResult when the placeholder of an earlier version is none
  public static Remainder of(Header header, RenderPlan plan, Optional<Reuse> offered) {
    Optional<Reuse> usable =
        offered.filter(reuse -> reuse.original().equals(ManifestOf.original(header)));
    return usable.isEmpty() ? everything(plan) : after(plan, usable.get());
  }

  private static Remainder after(RenderPlan plan, Reuse reuse) {
    Map<String, Source> reused =
        plan.files().stream()
            .map(PlannedFile::name)
            .filter(reuse.files()::containsKey)
            .collect(Collectors.toMap(name -> name, name -> reuse.files().get(name)));
    Set<String> names =
        plan.files().stream()
            .map(PlannedFile::name)
            .filter(name -> !reused.containsKey(name))
            .collect(Collectors.toSet());
    Optional<ReportedPlaceholder> placeholder =
        reuse
            .placeholder()
            .map(known -> new ReportedPlaceholder(known.thumbhash(), known.dominantColor()));
    return new Remainder(plan, plan.only(names, placeholder.isEmpty()), reused, placeholder);
  }

  /// @return whether some of the plan need not be made
  public boolean isPart() {
    return !reused.isEmpty() || placeholder.isPresent();
  }

  /// @return whether nothing is left: the pixels need not be decoded
  public boolean isNothing() {
    return left.files().isEmpty() && placeholder.isPresent();
  }

  /// @param made the bytes of each file that was made
  /// @return the bytes of each file of the whole plan, so that limits do not depend on what earlier
  ///   versions have
  public List<Long> lengths(List<Long> made) {
    return Stream.concat(made.stream(), reused.values().stream().map(Source::bytes)).toList();
  }

  /// @return the names of the files to make, in the order of the plan
  public List<String> names() {
    return left.files().stream().map(PlannedFile::name).toList();
  }
}
