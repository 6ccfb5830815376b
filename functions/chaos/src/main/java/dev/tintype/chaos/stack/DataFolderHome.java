package dev.tintype.chaos.stack;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobSender;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One machine: files, jobs and queue in a data folder, unless the settings name other places.
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
