package dev.tintype.render.sandbox;

import dev.tintype.core.disk.Tree;
import dev.tintype.render.sandbox.parent.JailKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// A world-readable folder with the classes of this module, in which workers run.
final class JailRun implements AutoCloseable {
  /// The 16-bit user and group of nobody.
  private static final String NOBODY = "65534";

  private final Path folder;
  private final User user;

  JailRun(User user) throws IOException {
    this.user = user;
    this.folder = Files.createTempDirectory("tintype-jail-");
    open(folder);
    Path classes = open(Files.createDirectory(folder.resolve("classes")));
    for (Path root : classPath()) {
      copy(root, classes);
    }
    open(Files.createDirectory(folder.resolve("work")));
    open(Files.createDirectory(folder.resolve("work/in")));
    open(Files.createDirectory(folder.resolve("work/out")));
    open(Files.createDirectory(folder.resolve("elsewhere")));
    open(Files.writeString(folder.resolve("work/in/original"), "original"));
    Files.writeString(folder.resolve("elsewhere/file"), "x");
    open(Files.writeString(folder.resolve("secret"), "a secret"));
  }

  /// Returns the folders of this module's classes and tests.
  static List<Path> classPath() {
    return List.of(root(JailKeeper.class), root(JailProbe.class));
  }

  /// Starts a worker; its environment holds a secret that no renderer may see.
  Process start(JailMode mode, boolean landlock, long memoryBytes, String scenario)
      throws IOException {
    return start(mode, landlock, memoryBytes, scenario, List.of());
  }

  /// Starts a worker through another program, such as `nice`.
  Process start(
      JailMode mode, boolean landlock, long memoryBytes, String scenario, List<String> starter)
      throws IOException {
    List<String> command = new ArrayList<>(starter);
    if (user == User.NOBODY) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            folder.resolve("classes").toString(),
            JailWorker.class.getName(),
            mode.text(),
            landlock ? "landlock" : "open",
            Long.toString(memoryBytes),
            scenario,
            folder.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TINTYPE_TEST_SECRET", "a secret");
    return builder.start();
  }

  /// Runs a worker to its end and returns the output of the worker and its renderer.
  Lines lines(JailMode mode, boolean landlock, long memoryBytes, String scenario)
      throws IOException {
    Process worker = start(mode, landlock, memoryBytes, scenario);
    CompletableFuture<List<String>> errors =
        CompletableFuture.supplyAsync(() -> worker.errorReader().lines().toList());
    List<String> lines = worker.inputReader().lines().toList();
    return new Lines(parse(lines), String.join("\n", lines), String.join("\n", errors.join()));
  }

  @Override
  public void close() throws IOException {
    Tree.delete(folder);
  }

  private static Map<String, String> parse(List<String> lines) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines) {
      int end = line.indexOf('=');
      if (end > 0) {
        values.put(line.substring(0, end), line.substring(end + 1));
      }
    }
    return values;
  }

  private static Path root(Class<?> owner) {
    String name = "/" + owner.getName().replace('.', '/') + ".class";
    String file = String.valueOf(owner.getResource(name)).substring("file:".length());
    return Path.of(file.substring(0, file.length() - name.length()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.createDirectories(to.resolve(from.relativize(path.getParent()).toString()));
        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path open(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /// The user that runs the worker.
  enum User {
    CURRENT,
    NOBODY
  }

  /// The output: each line `who name=value` by its name, and the whole text for failure messages.
  record Lines(Map<String, String> values, String all, String errors) {
    String of(String name) {
      String value = values.get(name);
      if (value == null) {
        throw new AssertionError("nobody said '" + name + "':\n" + all + "\n" + errors);
      }
      return value;
    }
  }
}
