package dev.tintype.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Repair.Mended;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Reports what a verification found, line by line, with a total. For one thread at a time.
public final class VerifyReport implements AutoCloseable {

  private static final long BETWEEN_NOTES = 10_000_000_000L;

  private final Screen screen;
  private final boolean json;
  private final Map<Damage.Kind, Integer> found = new EnumMap<>(Damage.Kind.class);
  private int images;
  private long files;
  private int mended;
  private int left;
  private long noted = System.nanoTime();

  public VerifyReport(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
    for (Damage.Kind kind : Damage.Kind.values()) {
      found.put(kind, 0);
    }
  }

  /// Reports one page.
  ///
  /// @param remedies the repairs of its damage, if there were any
  public void page(Verify.Page page, Map<Damage, Mended> remedies) {
    images += page.images();
    files += page.files();
    for (Damage damage : page.damages()) {
      found.merge(damage.kind(), 1, Integer::sum);
      Mended remedy = remedies.get(damage);
      if (remedy == null || remedy instanceof Mended.Left) {
        left++;
      } else {
        mended++;
      }
      screen.line(json ? line(damage, remedy) : text(damage, remedy));
    }
    progress();
  }

  private void progress() {
    String text = HumanText.count(images, "image") + ", " + files + " files checked";
    if (screen.hasBar()) {
      screen.bar(text);
    } else if (!json && System.nanoTime() - noted > BETWEEN_NOTES) {
      noted = System.nanoTime();
      screen.note(text);
    }
  }

  private static String text(Damage damage, @org.jspecify.annotations.Nullable Mended remedy) {
    String done = remedy == null ? "" : " → " + word(remedy) + why(remedy);
    return "%-9s %s  %s%s".formatted(damage.kind().code(), damage.key(), damage.detail(), done);
  }

  private static String line(Damage damage, @org.jspecify.annotations.Nullable Mended remedy) {
    ObjectNode line =
        Json.object()
            .put("damage", damage.kind().code())
            .put("key", damage.key())
            .put("detail", damage.detail());
    if (remedy != null) {
      line.put("repair", word(remedy));
      if (!why(remedy).isEmpty()) {
        line.put("repairDetail", why(remedy).substring(2));
      }
    }
    return Json.write(line);
  }

  private static String word(Mended remedy) {
    return switch (remedy) {
      case Mended.Restored _ -> "restored";
      case Mended.Succeeded _ -> "succeeded";
      case Mended.Deleted _ -> "deleted";
      case Mended.Left _ -> "left";
    };
  }

  private static String why(Mended remedy) {
    return switch (remedy) {
      case Mended.Restored _, Mended.Deleted _ -> "";
      case Mended.Succeeded succeeded -> ": version " + succeeded.by();
      case Mended.Left left -> ": " + left.why();
    };
  }

  /// Prints the total.
  public void end() {
    screen.bar("");
    if (json) {
      ObjectNode sum = Json.object().put("images", images).put("files", files);
      found.forEach((kind, count) -> sum.put(kind.code(), count));
      screen.line(Json.write(sum.put("mended", mended).put("left", left)));
      return;
    }
    StringBuilder sum = new StringBuilder();
    sum.append(HumanText.count(images, "image"))
        .append(", ")
        .append(files)
        .append(" files checked: ");
    if (mended + left == 0) {
      sum.append("no damage");
    } else {
      found.forEach((kind, count) ->
          sum.append(count).append(' ').append(kind.code().toLowerCase(Locale.ROOT)).append(", "));
      sum.append(mended).append(" repaired, ").append(left).append(" left");
    }
    screen.line(sum.toString());
  }

  /// Reports that the user stopped the run after a page.
  public void interrupted() {
    screen.bar("");
    screen.note(
        "Interrupted after %s. Use --cursor FILE to make a run that can be continued."
            .formatted(HumanText.count(images, "image")));
  }

  /// @return whether no damage is left
  public boolean isWhole() {
    return left == 0;
  }

  @Override
  public void close() {
    screen.bar("");
  }
}
