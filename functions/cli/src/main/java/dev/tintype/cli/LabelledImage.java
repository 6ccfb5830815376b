package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.client.StoredImages.Described;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.cli.images.ImageLines;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import java.util.List;

/// What the commands that change what an image is called do alike.
final class LabelledImage {

  private LabelledImage() {}

  /// Requests a change and prints what the image is called then, or says on standard error why it
  /// is not changed.
  ///
  /// @param body the change, as the API takes it
  /// @return the exit code
  static int change(ServerOptions server, String id, ObjectNode body, boolean json)
      throws InterruptedException {
    GivenIds.one(id);
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      return switch (new StoredImages(client).label(id, body)) {
        case Described.Refused no -> {
          System.err.println("tintype: " + id + ": " + HumanText.printable(no.refusal().detail()));
          yield ExitCode.SOME_REFUSED;
        }
        case Described.Found found -> {
          lines(found.image(), json).forEach(line -> System.out.println(HumanText.printable(line)));
          yield ExitCode.OK;
        }
      };
    }
  }

  private static List<String> lines(JsonObject image, boolean json) {
    return json ? List.of(Json.write(image.node())) : ImageLines.labels(image);
  }
}
