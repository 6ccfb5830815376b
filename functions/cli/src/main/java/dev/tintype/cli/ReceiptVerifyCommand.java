package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Receipts;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.receipt.Receipt;
import dev.tintype.core.receipt.Receipt.Verdict;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype receipt verify`.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Verify receipts of erasures.",
    description = {
      "",
      "Tells of each file whether one of the keys signed it as it is, and what differs. With --key, "
          + "no network is needed; otherwise the keys come from the server.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:Every receipt is as it was signed.",
      "3:Some are not, or cannot be read.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype receipt verify receipt.json --key keys.json",
      "  tintype receipt verify *.json --to https://images.example",
    })
final class ReceiptVerifyCommand implements Callable<Integer> {

  private static final long MOST_BYTES = 4L << 20;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The receipts.")
  private List<Path> files = List.of();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The public keys, as 'tintype receipt key' prints them.")
  private @Nullable Path key;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print only JSON, one object per line and file.")
  private boolean json;

  ReceiptVerifyCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    ReceiptKeys keys = keys();
    boolean areAllValid = true;
    for (Path file : files) {
      List<String> reasons = reasons(file, keys);
      tell(file, reasons);
      areAllValid &= reasons.isEmpty();
    }
    return areAllValid ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  private ReceiptKeys keys() throws InterruptedException {
    Path file = key;
    if (file == null) {
      try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
        return new Receipts(client).keys();
      }
    }
    try {
      return ReceiptKeys.read(Json.parse(bytes(file)));
    } catch (MalformedJson e) {
      throw new InvalidSetting(
          "--key: " + file + " has no keys of receipts: " + e.getMessage() + ".", e);
    } catch (FileSystemException e) {
      throw new InvalidSetting("--key: " + file + ": " + FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new InvalidSetting("--key: " + file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("it is larger than 4 MiB");
    }
    return Files.readAllBytes(file);
  }

  private static List<String> reasons(Path file, ReceiptKeys keys) {
    try {
      return switch (Receipt.read(bytes(file)).verify(keys)) {
        case Verdict.Valid _ -> List.of();
        case Verdict.Invalid(List<String> reasons) -> reasons;
      };
    } catch (MalformedJson e) {
      return List.of("it is no receipt: " + e.getMessage());
    } catch (FileSystemException e) {
      return List.of("it cannot be read: " + FileTrouble.of(e));
    } catch (IOException e) {
      return List.of("it cannot be read: " + e.getMessage());
    }
  }

  private void tell(Path file, List<String> reasons) {
    if (json) {
      var line = Json.object().put("file", file.toString()).put("valid", reasons.isEmpty());
      var array = line.putArray("reasons");
      reasons.forEach(array::add);
      System.out.println(Json.write(line));
      return;
    }
    System.out.println(
        HumanText.printable(
            file
                + "  "
                + (reasons.isEmpty() ? "valid" : "NOT VALID: " + String.join("; ", reasons))));
  }
}
