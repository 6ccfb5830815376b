package dev.tintype.cli;

import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.sweep.Sweep.Swept;
import dev.tintype.core.json.Json;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.BaseUrls;
import dev.tintype.server.run.ErasureParts;
import dev.tintype.server.run.Flows;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tintype sweep`: runs one sweep by hand; the server sweeps all the time.
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run one sweep over a data folder.",
    description = {
      "",
      "Handles everything that is due: lost messages, expired leases, missing uploads, erasures "
          + "and unsent notifications. 'tintype serve' sweeps all the time; a sweep beside a "
          + "running server is safe.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype sweep --data /srv/images"})
final class SweepCommand implements Callable<Integer> {

  private static final int AT_ONCE = 200;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  SweepCommand() {}

  @Override
  public Integer call() {
    PlatformSettings platform = Settings.platform();
    Wiring wiring = new Wiring(Settings.read());
    try (Backends backends = wiring.backends(data.existing(platform));
        ErasureParts erasures =
            ErasureParts.of(platform, Settings.receipts(), backends, wiring.context())) {
      Flows flows = new Flows(backends, wiring.context());
      Sweep sweep =
          flows.sweep(
              erasures.look(),
              erasures.issuer(),
              flows.labelled(wiring.notifier(platform.webhook()), BaseUrls.files(platform)));
      int found = 0;
      int done = 0;
      int unreadable = 0;
      Swept swept;
      do {
        swept = sweep.sweep(AT_ONCE);
        found += swept.found();
        done += swept.done();
        unreadable = swept.unreadable();
      } while (swept.more());
      System.out.println(
          json
              ? Json.write(
                  Json.object().put("found", found).put("done", done).put("unreadable", unreadable))
              : HumanText.count(found, "thing") + " due, " + done + " advanced" + left(unreadable));
    }
    return ExitCode.OK;
  }

  private static String left(int unreadable) {
    return unreadable == 0
        ? ""
        : "; "
            + HumanText.count(unreadable, "record")
            + " cannot be read: 'tintype verify' lists them";
  }
}
