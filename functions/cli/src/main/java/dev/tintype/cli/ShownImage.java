package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Described;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import java.util.Optional;
import java.util.function.Consumer;

/// What the commands that show one image do alike.
final class ShownImage {

  private ShownImage() {}

  /// Asks for one image and shows it, or says on standard error why there is none.
  ///
  /// @param recipe names the set; absent for the default one
  /// @return the exit code
  static int show(
      ServerOptions server, String id, Optional<String> recipe, Consumer<JsonObject> tell)
      throws InterruptedException {
    GivenIds.one(id);
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      return switch (new StoredImages(client).describe(id, recipe)) {
        case Described.Refused no -> {
          System.err.println("tintype: " + id + ": " + HumanText.printable(no.refusal().detail()));
          yield ExitCode.SOME_REFUSED;
        }
        case Described.Found found -> {
          tell.accept(found.image());
          yield ExitCode.OK;
        }
      };
    }
  }
}
