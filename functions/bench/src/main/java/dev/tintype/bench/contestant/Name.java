package dev.tintype.bench.contestant;

/// The names of contestants in figures and documents.
public final class Name {

  /// The product, as it is used.
  public static final String TINTYPE = "Tintype";

  /// The product without its jail.
  public static final String UNJAILED = "Tintype, sandbox off";

  /// Its pipeline in a process of its own: no worker, jail, protocol or checks.
  public static final String PIPELINE = "its pipeline alone";

  /// Its encodes, everything else done beforehand.
  public static final String ENCODES = "its encodes alone";

  /// sharp, one pipeline a variant, one after the other.
  public static final String SHARP_NAIVE = "sharp, 21 pipelines";

  /// sharp, one pipeline a variant, all at once.
  public static final String SHARP_AT_ONCE = "sharp, 21 at once";

  /// sharp, decoded once into raw levels.
  public static final String SHARP_EXPERT = "sharp, raw levels";

  /// The start of a renderer.
  public static final String START = "start";

  /// The start of a renderer without its jail.
  public static final String START_UNJAILED = "start, sandbox off";

  private Name() {}
}
