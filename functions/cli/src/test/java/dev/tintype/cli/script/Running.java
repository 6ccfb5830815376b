package dev.tintype.cli.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A running call of the script. The script replaces itself by the JVM, so both are one process.
///
/// @param process the process
/// @param out its standard output
/// @param err its standard error
record Running(Process process, Path out, Path err) {

  private static final long LONGEST_MINUTES = 5;

  /// The result of a call.
  ///
  /// @param status its exit status
  /// @param out standard output
  /// @param err standard error
  record Ended(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  Ended end() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end: " + Files.readString(out) + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  void signal(String name) throws IOException, InterruptedException {
    signal(process.pid(), name);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  /// Waits for the first file in a folder whose name has this ending.
  void awaitFile(Path folder, String ending) throws InterruptedException {
    while (files(folder).noneMatch(file -> file.toString().endsWith(ending))) {
      if (!process.isAlive()) {
        throw new AssertionError("ended without " + ending);
      }
      Thread.sleep(5);
    }
  }

  /// Waits until standard output contains this text.
  void awaitOutput(String text) throws IOException, InterruptedException {
    while (!Files.readString(out).contains(text)) {
      if (!process.isAlive()) {
        throw new AssertionError("ended without " + text + ": " + Files.readString(err));
      }
      Thread.sleep(20);
    }
  }

  /// Waits until the renderer has a file with this ending, and returns its process id.
  long awaitRenderer(Path results, String ending) throws InterruptedException {
    awaitFile(results.resolve(".tintype-tmp"), ending);
    return renderer().orElseThrow();
  }

  /// @return the child process, if there is one
  Optional<Long> renderer() {
    return ProcessHandle.allProcesses()
        .filter(each -> each.parent().filter(p -> p.pid() == process.pid()).isPresent())
        .map(ProcessHandle::pid)
        .findFirst();
  }

  /// Lists every file below a folder that may be changing.
  static Stream<Path> files(Path folder) {
    ProcessBuilder find =
        new ProcessBuilder("find", folder.toString(), "-type", "f")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      byte[] listing = find.start().getInputStream().readAllBytes();
      return new String(listing, StandardCharsets.UTF_8).lines().map(Path::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
