package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.doctor.Backing;
import dev.tintype.cli.doctor.Examination;
import dev.tintype.cli.doctor.Finding;
import dev.tintype.cli.doctor.StorageExamination;
import dev.tintype.cli.folder.RunFolder;
import dev.tintype.cli.folder.WritableFolder;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.core.json.Json;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tintype doctor`: checks what Tintype needs on this machine.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Check everything Tintype needs on this machine.",
    description = {
      "",
      "Starts a real renderer, reports which parts of its sandbox work on this kernel, and "
          + "renders a small picture into every format. If TINTYPE_STORAGE names an S3 store, it "
          + "also tries out whether the store keeps what Tintype needs. Exits with 4 when something "
          + "needed is missing.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype doctor",
      "  tintype doctor --json | jq '.findings[] | select(.state != \"ok\")'",
      "  TINTYPE_SANDBOX=prefer tintype doctor"
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--scratch",
      defaultValue = ".",
      paramLabel = "DIR",
      description = "Where the server will keep its work folders (default: the current folder).")
  private Path scratch = Path.of("");

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  DoctorCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    WritableFolder.make("--scratch", scratch);
    try (OrderlyEnd end = new OrderlyEnd()) {
      end.by(Thread.currentThread()::interrupt);
      List<Finding> findings = examine(new Wiring(Settings.read()));
      // Ctrl-C also reaches a renderer that has just started. Its death is not a finding.
      return end.asked() ? ExitCode.INTERRUPTED : tell(findings);
    } catch (InterruptedException | ClosedByInterruptException _) {
      return ExitCode.INTERRUPTED;
    }
  }

  private List<Finding> examine(Wiring wiring) throws IOException, InterruptedException {
    try (RunFolder folder = RunFolder.create(scratch.toAbsolutePath().normalize())) {
      Examination examination =
          new Examination(
              folder.path(),
              Recipes.FAST,
              inside -> wiring.renderer(inside, Runtime.getRuntime().availableProcessors()));
      examination.recipes(() -> RecipeBook.read(Settings.read().recipes()));
      List<Finding> findings = new ArrayList<>(examination.run(wiring::bundle));
      findings.addAll(Backing.of(Settings.platform().addresses()));
      findings.addAll(
          StorageExamination.of(Settings.platform().addresses().storage(), folder.path()));
      return findings;
    }
  }

  private int tell(List<Finding> findings) {
    boolean well = findings.stream().noneMatch(f -> f.state() == Finding.State.MISSING);
    System.out.print(json ? json(findings, well) + "\n" : text(findings, well));
    return well ? ExitCode.OK : ExitCode.MACHINE;
  }

  private static String text(List<Finding> findings, boolean well) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %-14s %s%n",
              word(finding),
              finding.name(),
              HumanText.printable(finding.detail())));
    }
    return text.append(well ? "Nothing is missing.\n" : "Something needed is missing.\n")
        .toString();
  }

  private static String word(Finding finding) {
    return finding.state().name().toLowerCase(Locale.ROOT);
  }

  private static String json(List<Finding> findings, boolean well) {
    ObjectNode json = Json.object().put("ok", well);
    ArrayNode array = json.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("name", finding.name())
          .put("state", word(finding))
          .put("detail", finding.detail());
    }
    return Json.write(json);
  }
}
