package dev.tintype.server.settings;

import dev.tintype.core.provider.ServerAccess;
import dev.tintype.render.launch.RendererLife;
import dev.tintype.render.sandbox.JailMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// What the environment says; the only place that reads it.
///
/// @param sandbox `TINTYPE_SANDBOX`: how much of the renderer's jail must hold; `require` unless
///   set
/// @param jobsPerRenderer `TINTYPE_JOBS_PER_RENDERER`: after how many images a renderer is replaced
///   by a fresh one, 1 or more
/// @param recipes `TINTYPE_RECIPES`: a JSON file with recipes that are added to the built-in ones
/// @param libvips the folder with the libvips bundle, told by the script `tintype`
/// @param columns the width of the terminal behind standard error; 0 when there is none or when it
///   can show no bar
public record Settings(
    JailMode sandbox,
    int jobsPerRenderer,
    Optional<Path> recipes,
    Optional<Path> libvips,
    int columns) {

  /// A terminal that does not tell its width has this many columns.
  private static final int USUAL_COLUMNS = 80;

  /// All names that this class, [PlatformSettings], [WebSettings], [ReceiptSettings], the webhook's
  /// settings and the queues' adapters read.
  static final Set<String> KNOWN =
      Set.of(
          "TINTYPE_SANDBOX",
          "TINTYPE_JOBS_PER_RENDERER",
          "TINTYPE_RECIPES",
          "TINTYPE_STORAGE",
          "TINTYPE_STORAGE_NEXT",
          "TINTYPE_JOBS",
          "TINTYPE_QUEUE",
          ServerAccess.PASSWORD,
          "TINTYPE_PUBLIC_URL",
          "TINTYPE_FILES_URL",
          ReceiptSettings.KEY_FILE,
          ReceiptSettings.LOOK_URL,
          "TINTYPE_WORKERS",
          "TINTYPE_ENCODERS",
          "TINTYPE_URL",
          "TINTYPE_TOKEN",
          "TINTYPE_ALLOWED_ORIGINS",
          "TINTYPE_TRUSTED_PROXIES",
          "TINTYPE_WEBHOOK_URL",
          "TINTYPE_WEBHOOK_SECRET",
          "TINTYPE_WEBHOOK_PRIVATE");

  /// Names that begin so are of Tintype's own tests; the script `tintype` sets one while they run.
  private static final String OF_TESTS = "TINTYPE_TEST";

  /// Reads the environment and the properties of this process.
  ///
  /// @throws InvalidSetting when a value is not one of those allowed
  public static Settings read() {
    return of(trimmed(System.getenv()), System.getProperties());
  }

  /// Takes away the white space around our values: a line of a file from Windows ends in some, and
  /// so does a line that became a secret of Kubernetes.
  static Map<String, String> trimmed(Map<String, String> environment) {
    Map<String, String> trimmed = new HashMap<>(environment);
    trimmed.replaceAll((name, value) -> KNOWN.contains(name) ? value.strip() : value);
    return trimmed;
  }

  /// Reads what the environment says of the server.
  ///
  /// @throws InvalidSetting when a value is not one of those allowed
  public static PlatformSettings platform() {
    return PlatformSettings.of(trimmed(System.getenv()));
  }

  /// Reads what the environment says of browsers and proxies before the server.
  ///
  /// @throws InvalidSetting when a value is not one of those allowed
  public static WebSettings web() {
    return WebSettings.of(trimmed(System.getenv()));
  }

  /// Reads what the environment says of erasures and their receipts.
  ///
  /// @throws InvalidSetting when a value is not one of those allowed
  public static ReceiptSettings receipts() {
    return ReceiptSettings.of(trimmed(System.getenv()));
  }

  /// Reads whether traces are wanted, from the standard variables of OpenTelemetry: an exporter or
  /// an endpoint is named, and nothing switches it off. The script `tintype` decides the same.
  ///
  /// @throws InvalidSetting when the exporter is not one of those allowed
  public static boolean traces() {
    return traces(System.getenv());
  }

  static boolean traces(Map<String, String> environment) {
    String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "");
    boolean hasEndpoint =
        !environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").isEmpty()
            || !environment.getOrDefault("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").isEmpty();
    boolean isOff = environment.getOrDefault("OTEL_SDK_DISABLED", "").equalsIgnoreCase("true");
    if (isOff) {
      return false;
    }
    return switch (exporter) {
      case "otlp" -> true;
      case "" -> hasEndpoint;
      case "none" -> false;
      default ->
          throw new InvalidSetting(
              "OTEL_TRACES_EXPORTER must be otlp or none, not '" + exporter + "'.");
    };
  }

  /// @return the names of all variables of ours that a command reads
  public static Set<String> names() {
    return KNOWN;
  }

  /// @return the variables whose names begin as our settings do, and which no command reads, such
  ///   as misspelt ones; sorted
  public static List<String> unknown() {
    return unknown(System.getenv());
  }

  static List<String> unknown(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.startsWith("TINTYPE_") && !KNOWN.contains(name))
        .filter(name -> !name.startsWith(OF_TESTS))
        .sorted()
        .toList();
  }

  /// @param environment names to values
  /// @param properties `tintype.libvips` and `tintype.columns`, as the script `tintype` sets them
  /// @throws InvalidSetting when a value is not one of those allowed
  static Settings of(Map<String, String> environment, Properties properties) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Settings(
        sandbox(environment.getOrDefault("TINTYPE_SANDBOX", "require")),
        jobsPerRenderer(environment.getOrDefault("TINTYPE_JOBS_PER_RENDERER", "")),
        path("TINTYPE_RECIPES", environment.getOrDefault("TINTYPE_RECIPES", "")),
        path("tintype.libvips", properties.getProperty("tintype.libvips", "")),
        dumb ? 0 : columns(properties.getProperty("tintype.columns", "")));
  }

  private static JailMode sandbox(String text) {
    try {
      return JailMode.of(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting("TINTYPE_SANDBOX is require, prefer or off, not '" + text + "'.", e);
    }
  }

  private static int jobsPerRenderer(String text) {
    if (text.isEmpty()) {
      return RendererLife.ON_A_MACHINE.jobs();
    }
    try {
      int jobs = Integer.parseInt(text);
      if (jobs >= 1) {
        return jobs;
      }
    } catch (NumberFormatException e) {
      throw new InvalidSetting(wrongJobs(text), e);
    }
    throw new InvalidSetting(wrongJobs(text));
  }

  private static String wrongJobs(String text) {
    return "TINTYPE_JOBS_PER_RENDERER is a number of 1 or more, not '" + text + "'.";
  }

  private static Optional<Path> path(String name, String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw new InvalidSetting(name + " is no path: " + e.getMessage(), e);
    }
  }

  private static int columns(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int columns = Integer.parseInt(text);
      return columns > 0 ? columns : USUAL_COLUMNS;
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }

  /// A setting has a value it cannot have.
  public static final class InvalidSetting extends RuntimeException {
    /// @param message which setting, what is allowed and what it is
    public InvalidSetting(String message) {
      super(message);
    }

    /// @param cause what showed it
    public InvalidSetting(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
