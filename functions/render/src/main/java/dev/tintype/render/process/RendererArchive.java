package dev.tintype.render.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Limits;
import dev.tintype.core.RecipeJson;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.render.protocol.Frame;
import dev.tintype.render.sandbox.JailLimits;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.WorkFolders;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A build step. It renders one picture outside the jail, and makes the JVM write an archive of the
/// loaded classes beside the jars (class data sharing). Renderers that start from the archive need
/// about half the processor time. The same jars and JDK in the same folders give the same bytes.
public final class RendererArchive {

  private final Path folder;
  private final LibvipsBundle bundle;

  private RendererArchive(Path folder, LibvipsBundle bundle) {
    this.folder = folder;
    this.bundle = bundle;
  }

  /// @param arguments the libvips folder, the picture, and an empty folder to work in
  /// @throws IOException when the renderer exited without writing an archive
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[2]);
    Files.createDirectory(folder.resolve("in"));
    Files.createDirectory(folder.resolve("out"));
    Files.copy(Path.of(arguments[1]), folder.resolve("in").resolve("original"));
    new RendererArchive(folder, LibvipsBundle.in(Path.of(arguments[0]))).make();
  }

  private void make() throws IOException, InterruptedException {
    Path loaded = folder.resolve("loaded");
    Process renderer = start("-XX:DumpLoadedClassList=" + loaded);
    try (OutputStream out = new BufferedOutputStream(renderer.getOutputStream());
        InputStream in = renderer.getInputStream()) {
      await(Frame.Type.HELLO, in);
      ObjectNode job = Json.object().put("job", "archive");
      job.set("recipe", RecipeJson.write(Recipes.DEFAULT));
      Frame.of(Frame.Type.RENDER, job).write(out);
      await(Frame.Type.HEADER, in);
      Frame.of(Frame.Type.GO, Json.object()).write(out);
      await(Frame.Type.DONE, in);
    }
    succeed("the renderer", renderer, loaded);
    Path usual = Path.of(System.getProperty("java.home"), "lib", "classlist");
    Path classes =
        Files.write(
            folder.resolve("classes"),
            ArchivedClasses.lines(Files.readAllLines(usual), Files.readAllLines(loaded)));
    Path made = folder.resolve("renderer.jsa");
    succeed("the JVM that archives", dump(classes, made), made);
    Files.move(made, RendererClassPath.archiveFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void succeed(String who, Process process, Path result)
      throws IOException, InterruptedException {
    if (process.waitFor() != 0 || !Files.isRegularFile(result)) {
      throw new IOException(who + " ended without " + result + ": " + process.exitValue());
    }
  }

  /// Starts a JVM that archives classes. It has the options of a renderer on which an archive
  /// depends.
  private static Process dump(Path classes, Path made) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + made,
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            RendererProgram.ofThisProduct().classPath().stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private Process start(String option) throws IOException {
    JailLimits limits =
        JailLimits.ofMemory(RendererSettings.MEMORY_BYTES, Limits.MAX_ORIGINAL_BYTES);
    WorkFolders folders = new WorkFolders(folder.resolve("in"), folder.resolve("out"));
    JailTerms terms =
        new JailTerms(JailMode.OFF, ProcessHandle.current().pid(), 0, false, 0, limits);
    List<String> command =
        RendererChild.command(
            RendererProgram.ofThisProduct(), List.of(option), bundle, 1, terms, folders);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void await(Frame.Type wanted, InputStream in) throws IOException {
    Optional<Frame> frame = Frame.read(in);
    while (frame.isPresent() && frame.get().type() != wanted) {
      if (frame.get().type() == Frame.Type.REJECTED) {
        throw new IOException("the picture was rejected: " + frame.get().body());
      }
      frame = Frame.read(in);
    }
    if (frame.isEmpty()) {
      throw new IOException("the renderer ended before it said " + wanted);
    }
  }
}
