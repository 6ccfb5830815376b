package dev.tintype.bench;

import dev.tintype.bench.contestant.Name;
import java.util.List;

/// One row to measure.
///
/// @param id such as `p12/fast`
/// @param original the name of a photograph or a heavy original
/// @param recipe the name of a recipe
/// @param who the contestants, named as in [Name]
/// @param rounds how often each contestant runs
record Measurement(String id, String original, String recipe, List<String> who, int rounds) {

  private static final List<String> PARTS = List.of(Name.TINTYPE, Name.PIPELINE, Name.ENCODES);
  private static final List<String> PEERS =
      List.of(Name.TINTYPE, Name.SHARP_NAIVE, Name.SHARP_AT_ONCE, Name.SHARP_EXPERT);
  private static final List<String> FEW = List.of(Name.TINTYPE, Name.ENCODES, Name.SHARP_NAIVE);

  /// Every row of the document, main rows first.
  static List<Measurement> all() {
    return List.of(
        new Measurement("p12/default", "p12", "default", PARTS, 11),
        new Measurement("p12/fast", "p12", "fast", PARTS, 15),
        new Measurement("p12/crops", "p12", "crops", PARTS, 11),
        new Measurement("peers/default", "p12", "default", PEERS, 11),
        new Measurement("peers/fast", "p12", "fast", PEERS, 11),
        jail("jail-job", 15),
        new Measurement("jail-start", "p12", "fast", List.of(Name.START, Name.START_UNJAILED), 15),
        few("p24", "default", 5),
        few("p12p3rot", "default", 5),
        few("dragonfly13", "default", 5),
        few("life6", "default", 5),
        few("picos8", "default", 5),
        few("sunset12", "default", 5),
        few("kleiber20", "default", 5),
        few("png16-50mp", "default", 3),
        few("avif-24mp", "default", 3),
        few("cmyk-24mp", "default", 3),
        few("progressive-100mp", "default", 3),
        few("webp-48mp", "default", 3));
  }

  private static Measurement few(String original, String recipe, int rounds) {
    return new Measurement(original + "/" + recipe, original, recipe, FEW, rounds);
  }

  private static Measurement jail(String id, int rounds) {
    return new Measurement(id, "p12", "fast", List.of(Name.TINTYPE, Name.UNJAILED), rounds);
  }
}
