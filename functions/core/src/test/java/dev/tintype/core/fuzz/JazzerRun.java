package dev.tintype.core.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs Jazzer on one target in its own JVM. By default each run is short and the same every time.
/// `-Dtintype.fuzz.seconds=3600` sets a duration, `-Dtintype.fuzz.corpus=FOLDER` keeps the corpus.
///
/// A target is a class with `public static void fuzzerTestOneInput`, which throws when something
/// must not happen (https://github.com/CodeIntelligenceTesting/jazzer).
public final class JazzerRun {

  private static final int RUNS = 10_000;
  private static final int SEED = 20_261_123;

  /// Jazzer searches every module of the JVM for calls to observe, which takes longer than the
  /// inputs do. Targets use no others; a target that does ends with a missing class.
  private static final String MODULES =
      "java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.sql,"
          + "java.xml,jdk.attach,jdk.unsupported";

  private JazzerRun() {}

  /// The result of a run.
  ///
  /// @param exit 0 when nothing was found
  /// @param said everything it printed
  public record Ended(int exit, String said) {

    /// @return whether all inputs were run and nothing was found
    public boolean foundNothing() {
      return exit == 0 && said.contains("Done ");
    }
  }

  /// Runs Jazzer until it ends.
  ///
  /// @param findings an empty folder for inputs that fail
  /// @param seeds the first inputs
  public static Ended of(Class<?> target, Path findings, List<byte[]> seeds)
      throws IOException, InterruptedException {
    Path corpus = corpus(target, findings);
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    Process process =
        new ProcessBuilder(command(target, findings, corpus))
            .directory(findings.toFile())
            .redirectErrorStream(true)
            .start();
    String said;
    try (var lines = process.inputReader()) {
      said = String.join("\n", lines.lines().toList());
    }
    return new Ended(process.waitFor(), said);
  }

  private static Path corpus(Class<?> target, Path findings) throws IOException {
    String kept = System.getProperty("tintype.fuzz.corpus");
    Path folder = kept == null ? findings.resolve("corpus") : Path.of(kept).toAbsolutePath();
    return Files.createDirectories(folder.resolve(target.getSimpleName()));
  }

  private static List<String> command(Class<?> target, Path findings, Path corpus) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--limit-modules=" + MODULES,
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=dev.tintype.**",
            "--reproducer_path=" + findings,
            "-artifact_prefix=" + findings + "/",
            "-seed=" + SEED));
    String seconds = System.getProperty("tintype.fuzz.seconds");
    command.add(seconds == null ? "-runs=" + RUNS : "-max_total_time=" + seconds);
    command.add(corpus.toString());
    return command;
  }
}
