package dev.tintype.render.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Which parts of the jail are in force, measured by the renderer from inside.
///
/// @param mode how much was demanded
/// @param holding the measures that hold
/// @param landlockAbi the Landlock version in force, if opening the root folder was refused; else 0
/// @param memoryCapBytes the hard limit on private writable memory; 0 for none
/// @param processorMeans what keeps it from taking every processor
/// @param warnings one sentence for each step that failed
public record SandboxReport(
    JailMode mode,
    Set<Measure> holding,
    int landlockAbi,
    long memoryCapBytes,
    String processorMeans,
    List<String> warnings) {

  /// Copies set and list.
  public SandboxReport {
    holding = Set.copyOf(holding);
    warnings = List.copyOf(warnings);
  }

  /// Answers whether a measure holds.
  public boolean holds(Measure measure) {
    return holding.contains(measure);
  }

  /// Answers the same with one warning more.
  public SandboxReport warning(String sentence) {
    List<String> more = new ArrayList<>(warnings);
    more.add(sentence);
    return new SandboxReport(mode, holding, landlockAbi, memoryCapBytes, processorMeans, more);
  }

  /// Returns the names of the parts that `require` needs and that are not in force.
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    addUnlessHolding(missing, Measure.NO_NEW_PRIVILEGES);
    addUnlessHolding(missing, Measure.SECCOMP);
    if (memoryCapBytes == 0) {
      missing.add("memory cap");
    }
    addUnlessHolding(missing, Measure.CLEAN_ENVIRONMENT);
    return missing;
  }

  private void addUnlessHolding(List<String> missing, Measure measure) {
    if (!holds(measure)) {
      missing.add(measure.text());
    }
  }
}
