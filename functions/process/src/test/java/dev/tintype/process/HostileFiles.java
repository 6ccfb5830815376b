package dev.tintype.process;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tintype.core.json.Json;
import dev.tintype.render.hostile.HostileSet;
import dev.tintype.render.hostile.Specimen;
import dev.tintype.vips.Vips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes every malicious test file into a folder, with an `index.json` of the allowed results, for
/// a run through the packaged function.
final class HostileFiles {

  private HostileFiles() {}

  /// @param arguments the folder of libvips, and the folder to write to
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    List<Specimen> all = HostileSet.all(Vips.start(Path.of(arguments[0])));
    ArrayNode index = Json.object().putArray("specimens");
    for (int i = 0; i < all.size(); i++) {
      Specimen specimen = all.get(i);
      String file = "%03d".formatted(i);
      Files.write(folder.resolve(file), specimen.bytes());
      ArrayNode verdicts =
          index.addObject().put("file", file).put("name", specimen.name()).putArray("verdicts");
      specimen.verdicts().forEach(verdicts::add);
    }
    Files.writeString(folder.resolve("index.json"), index.toString());
  }
}
