package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Receipts;
import dev.tintype.core.json.Json;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.ReceiptKeyFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype receipt key`.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Print the public keys that verify receipts.",
    description = {
      "",
      "Prints the keys of a server as JSON: the one that signs now, and those that did before. "
          + "Needs the scope images:read or images:erase. With --rotate, makes a new private key in "
          + "a data folder; the server signs with it from its next start, and the old public key "
          + "stays. With --new, makes a private key in a file, for TINTYPE_RECEIPT_KEY_FILE or AWS, "
          + "and prints its public key.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype receipt key > keys.json",
      "  tintype receipt key --rotate --data /srv/images",
      "  tintype receipt key --new receipt-key.pem",
    })
final class ReceiptKeyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--rotate", description = "Make a new key in the data folder of a server.")
  private boolean rotate;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--new",
      paramLabel = "FILE",
      description = "Make a private key in this file, which must not exist.")
  private @Nullable Path fresh;

  ReceiptKeyCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = fresh;
    if (file != null && rotate) {
      throw new InvalidSetting("--new and --rotate exclude each other.");
    }
    ReceiptKeys keys = file != null ? made(file) : rotate ? rotated() : ofServer();
    System.out.println(Json.indented(keys.json()));
    return ExitCode.OK;
  }

  private static ReceiptKeys made(Path file) throws IOException {
    NewFile.mayBeMade("--new", file);
    ReceiptKey key = ReceiptKey.fresh(new SecureRandom());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, key.pem());
    return new ReceiptKeys(List.of(key.publicKey()));
  }

  private ReceiptKeys rotated() {
    PlatformSettings platform = Settings.platform();
    DataFolder folder = data.existing(platform);
    try (Backends backends = new Wiring(Settings.read()).backends(folder)) {
      ReceiptKeyFolder keys =
          new ReceiptKeyFolder(
              folder, Settings.receipts().keyFile(), backends.notes(), new SecureRandom());
      ReceiptKey key = keys.rotate();
      OutputOptions.lines(spec)
          .note(
              "The new key is "
                  + key.publicKey().id()
                  + ". The server signs with it from its next start.");
      return keys.known();
    }
  }

  private ReceiptKeys ofServer() throws InterruptedException {
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      return new Receipts(client).keys();
    }
  }
}
