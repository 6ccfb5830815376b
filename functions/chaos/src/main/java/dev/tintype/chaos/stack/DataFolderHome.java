package dev.tintype.chaos.stack;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobSender;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One machine: files in a data folder, and jobs and queue in it too unless the settings name
/// others.
///
/// @param data the data folder
/// @param recipes the file with the recipes of the runs
record DataFolderHome(Path data, Path recipes) implements Home {

  /// The name of the file with the recipes.
  static final String RECIPES = "recipes.json";

  /// @param folder an empty folder for data and configuration
  static DataFolderHome in(Path folder) throws IOException {
    Path recipes = Files.createDirectories(folder).resolve(RECIPES);
    Files.writeString(recipes, Small.file());
    return new DataFolderHome(folder.resolve("data"), recipes);
  }

  @Override
  public Class<?> server() {
    return ChaosServer.class;
  }

  @Override
  public Class<?> worker() {
    return ChaosWorker.class;
  }

  @Override
  public List<String> arguments() {
    return List.of(data.toString());
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("TINTYPE_RECIPES", recipes.toString());
  }

  @Override
  public long filesOf(String imageId) {
    return files(data.resolve("public").resolve(imageId))
        + files(data.resolve("private/originals").resolve(imageId));
  }

  /// Counts files; a file deleted during the count is counted.
  private static long files(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException _) {
      return 1;
    }
  }

  @Override
  public Opened open() {
    DataFolder folder = new DataFolder(data, Settings.platform().addresses());
    return new OpenFolder(new Wiring(Settings.read()).backends(folder));
  }

  private record OpenFolder(Backends backends) implements Opened {

    @Override
    public Stores stores() {
      return backends.stores();
    }

    @Override
    public JobSender sender() {
      return backends.queue();
    }

    @Override
    public void close() {
      backends.close();
    }
  }
}
