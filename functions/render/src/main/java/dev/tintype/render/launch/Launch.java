package dev.tintype.render.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a command of Tintype is started. Everything that starts one takes its JVM options from here:
/// the server for its workers, the chaos tests, and the script `tintype` (see [LaunchFiles]).
///
/// The JVM of a renderer is not one of them: its options belong to its jail, see
/// [dev.tintype.render.sandbox.parent.JailedJvm].
///
/// @param command what the script `tintype` calls it
/// @param niceness 0 to 19: how far the process yields to others; 0 is the usual
/// @param options the options of its JVM, in order
public record Launch(String command, int niceness, List<String> options) {

  private static final List<String> EVERY_JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED");

  /// HotSpot's first compiler alone.
  private static final List<String> C1 = List.of("-XX:TieredStopAtLevel=1");

  /// Both compilers, and C2 at ten times the default thresholds. Commands that hash a lot need C2,
  /// whose SHA-256 is over ten times faster; at the default it would compile other code in vain.
  private static final List<String> LATE_C2 =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000");

  /// The server. A database call blocks the carrier thread of its virtual thread, so the server has
  /// more carriers than processors. A server without memory ends, so that a service manager can
  /// start it again.
  public static final Launch SERVE =
      launch(
          "serve",
          0,
          LATE_C2,
          "-Xms32m",
          "-Xmx288m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djdk.virtualThreadScheduler.parallelism=32",
          "-Djdk.virtualThreadScheduler.maxPoolSize=64");

  /// A worker. It yields to the server, because API callers must not wait for a worker that hashes
  /// files. Renderers yield to both.
  public static final Launch WORKER =
      launch("worker", 10, LATE_C2, "-Xms16m", "-Xmx128m", "-XX:+ExitOnOutOfMemoryError");

  /// `upload`, which yields to a server on the same machine.
  public static final Launch UPLOAD = launch("upload", 10, LATE_C2, "-Xms32m", "-Xmx384m");

  /// `process`. The JVM chooses its heap by the machine's memory.
  public static final Launch PROCESS = launch("process", 0, LATE_C2);

  /// `verify`, which hashes every stored file.
  public static final Launch VERIFY = launch("verify", 0, LATE_C2);

  /// `migrate`, which hashes every file that it moves.
  public static final Launch MIGRATE = launch("migrate", 0, LATE_C2);

  /// Every other command: it ends before C2 would pay for itself.
  public static final Launch SHORT = launch("short", 0, C1);

  /// All of them.
  public static final List<Launch> ALL =
      List.of(SERVE, WORKER, UPLOAD, PROCESS, VERIFY, MIGRATE, SHORT);

  /// Copies the list.
  public Launch {
    options = List.copyOf(options);
  }

  private static Launch launch(
      String command, int niceness, List<String> compiler, String... options) {
    return new Launch(
        command,
        niceness,
        Stream.of(EVERY_JVM, compiler, List.of(options)).flatMap(List::stream).toList());
  }

  /// Answers a whole command line that runs a class of this program's class path in the JVM that
  /// runs this one.
  ///
  /// @param properties system properties, as `name=value`
  /// @param mainClass the name of the class
  /// @param arguments what it is called with
  public List<String> words(List<String> properties, String mainClass, List<String> arguments) {
    List<String> words = new ArrayList<>();
    if (niceness > 0) {
      words.addAll(List.of("nice", "-n", Integer.toString(niceness)));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(options);
    properties.forEach(property -> words.add("-D" + property));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    words.addAll(arguments);
    return words;
  }
}
