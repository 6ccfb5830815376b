package dev.tintype.cli.change;

import dev.tintype.core.Sha256;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
      names = "--rate",
      paramLabel = "RATE",
      description = "Send at most so many requests, such as 5/s, 300/min or 1000/h.")
  private @Nullable String rate;

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
      names = "--jobs",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many requests at once, 1 to 64 (default: ${DEFAULT-VALUE}).")
  private int jobs;

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
    if (jobs < 1 || jobs > 64) {
      throw new InvalidSetting("--jobs must be 1 to 64, not " + jobs + ".");
    }
  }

  String recipe() {
    return Objects.requireNonNullElse(recipe, "");
  }

  Pace pace() {
    return rate == null ? Pace.unlimited() : Pace.parse(rate);
  }

  Optional<Share> share() {
    return Optional.ofNullable(canary).map(Share::parse);
  }

  boolean waits() {
    return !noWait;
  }

  int jobs() {
    return jobs;
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
