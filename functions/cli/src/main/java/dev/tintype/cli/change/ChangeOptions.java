package dev.tintype.cli.change;

import dev.tintype.cli.plan.PlanSum.Host;
import dev.tintype.core.Sha256;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of `tintype reprocess` that move images to a changed recipe through the API.
public final class ChangeOptions {

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "The set to change: the name of its recipe. Needs --plan, --apply or --rollback.")
  private @Nullable String recipe;

  @Option(
      names = "--plan",
      description = "Tell what --apply would copy, encode and drop. Changes nothing.")
  private boolean plan;

  @Option(names = "--apply", description = "Move the images of the set to the recipe.")
  private boolean apply;

  @Option(
      names = "--rollback",
      description = "Let the images show the version before again. Nothing is rendered.")
  private boolean rollback;

  @Option(
      names = "--canary",
      paramLabel = "SHARE",
      description = "Move only a share, such as 1%% or 20, and write a sheet: old | new.")
  private @Nullable String canary;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Where --apply keeps its position (default: reprocess-NAME.journal). The same command "
              + "goes on from there. The file is removed at the end, and by --rollback. --canary "
              + "does not use it.")
  private @Nullable Path journal;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Where --canary writes its sheet (default: reprocess-NAME.html).")
  private @Nullable Path sheet;

  @Option(
      names = "--from",
      paramLabel = "DIGEST",
      description =
          "The digest of the recipe that --rollback takes back: the new one, not the former one "
              + "(default: that of the recipe as configured now). --apply prints it at its end.")
  private @Nullable String from;

  @Option(names = "--no-wait", description = "Do not wait for the versions that --apply requests.")
  private boolean noWait;

  @Option(
      names = "--processors",
      paramLabel = "N",
      description =
          "How many processors will render: --plan then also tells the shortest possible time.")
  private @Nullable Integer processors;

  @Option(names = "--aws", description = "Let --plan tell what it costs on AWS, by list prices.")
  private boolean aws;

  @Mixin private RequestOptions requests = new RequestOptions();

  /// Options as picocli sets them.
  public ChangeOptions() {}

  /// @return whether images are to be moved to a recipe
  public boolean areGiven() {
    return recipe != null || plan || apply || rollback || canary != null;
  }

  /// What is to be done.
  enum Work {
    PLAN,
    APPLY,
    ROLLBACK
  }

  /// @throws InvalidSetting when the options do not fit together
  Work work() {
    List<Work> wanted = new ArrayList<>();
    if (plan) {
      wanted.add(Work.PLAN);
    }
    if (apply) {
      wanted.add(Work.APPLY);
    }
    if (rollback) {
      wanted.add(Work.ROLLBACK);
    }
    if (recipe == null || wanted.size() != 1) {
      throw new InvalidSetting("Give --recipe NAME and one of --plan, --apply and --rollback.");
    }
    check();
    return wanted.getFirst();
  }

  private void check() {
    if (canary != null && !apply) {
      throw new InvalidSetting("--canary belongs to --apply.");
    }
    if (canary != null && noWait) {
      throw new InvalidSetting("--canary waits for the versions: leave --no-wait out.");
    }
    if (from != null && !rollback) {
      throw new InvalidSetting("--from belongs to --rollback.");
    }
    if ((processors != null || aws) && !plan) {
      throw new InvalidSetting("--processors and --aws belong to --plan.");
    }
    if (processors != null && processors < 1) {
      throw new InvalidSetting("--processors must be at least 1, not " + processors + ".");
    }
    requests.check();
  }

  String recipe() {
    return Objects.requireNonNullElse(recipe, "");
  }

  Pace pace() {
    return requests.pace();
  }

  Optional<Share> share() {
    return Optional.ofNullable(canary).map(Share::parse);
  }

  Host host() {
    return new Host(Optional.ofNullable(processors), aws);
  }

  boolean waits() {
    return !noWait;
  }

  int jobs() {
    return requests.jobs();
  }

  Path journal() {
    return absolute(journal, ".journal");
  }

  Path sheet() {
    return absolute(sheet, ".html");
  }

  private Path absolute(@Nullable Path given, String ending) {
    return (given == null ? Path.of("reprocess-" + recipe() + ending) : given).toAbsolutePath();
  }

  Optional<Sha256> from() {
    try {
      return Optional.ofNullable(from).map(Sha256::new);
    } catch (IllegalArgumentException _) {
      throw new InvalidSetting("--from must be 64 lowercase hex digits, not '" + from + "'.");
    }
  }
}
