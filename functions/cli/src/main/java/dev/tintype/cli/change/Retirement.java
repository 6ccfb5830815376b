package dev.tintype.cli.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Refusal;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Answer;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Manifest;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the versions that no set needs, and asks the server to delete their files. It can be
/// stopped and run again at any time.
public final class Retirement {

  private final RetireOptions options;
  private final Server server;
  private final InstantSource clock;
  private final Said said;
  private long versions;
  private long urls;
  private long bytes;
  private long refused;

  /// @param server where the images are
  /// @param clock the time
  /// @param json whether to print only JSON
  public Retirement(
      RetireOptions options, Server server, InstantSource clock, Screen screen, boolean json) {
    this.options = options;
    this.server = server;
    this.clock = clock;
    this.said = new Said(screen, json);
  }

  /// Does it.
  ///
  /// @throws InvalidSetting when the options are wrong
  public Outcome run() {
    boolean isReal = options.isReal();
    Instant before = clock.instant().minus(options.age());
    Pace pace = options.pace();
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(server);
        AtOnce atOnce = new AtOnce(options.jobs())) {
      end.by(Thread.currentThread()::interrupt);
      WorkClient to = new WorkClient(client);
      Optional<String> cursor = Optional.empty();
      do {
        WorkClient.Page page = to.page(cursor);
        page.unreadable().forEach(id -> refuse(id, "unreadable-record", "it cannot be read"));
        List<Old> old = old(atOnce.all(page.ids(), to::versions), before);
        List<Answer> answers =
            isReal
                ? atOnce.all(
                    old,
                    one -> {
                      pace.await();
                      return to.retire(one.id(), one.manifest().version());
                    })
                : List.of();
        for (int i = 0; i < old.size(); i++) {
          count(old.get(i), isReal ? Optional.of(answers.get(i)) : Optional.empty());
        }
        said.progress(0, versions + " versions");
        cursor = page.next();
      } while (cursor.isPresent());
    } catch (InterruptedException _) {
      said.note("Interrupted. Run the same command again to go on.");
      return Outcome.INTERRUPTED;
    }
    tell(isReal);
    return refused > 0 ? Outcome.INCOMPLETE : Outcome.DONE;
  }

  /// A version that no set needs.
  private record Old(String id, Manifest manifest) {}

  private List<Old> old(List<Looked> images, Instant before) {
    List<Old> old = new ArrayList<>();
    for (Looked looked : images) {
      switch (looked) {
        case Looked.Found(ImageVersions image) -> old.addAll(old(image, before));
        case Looked.Gone _ -> {}
        case Looked.Refused no -> refuse(no.id(), no.refusal().slug(), no.refusal().detail());
      }
    }
    return old;
  }

  private List<Old> old(ImageVersions image, Instant before) {
    return image.versions().stream()
        .filter(version -> !image.isNeeded(version.job().version()))
        .filter(version -> version.updatedAt().isBefore(before))
        .filter(version -> isReplacedBefore(image, version, before))
        .filter(version -> options.recipe().isEmpty() || isOf(version, options.recipe().get()))
        .flatMap(version -> version.manifest().stream())
        .map(manifest -> new Old(image.id().value(), manifest))
        .toList();
  }

  /// A version is old only when what replaced it is old, too: a version of last year may have been
  /// shown until yesterday.
  ///
  /// @return whether its set shows a version that became ready before the instant. If the image has
  ///   no set of its recipe any more, this is asked of every set
  private static boolean isReplacedBefore(ImageVersions image, OneVersion old, Instant before) {
    String own = old.job().recipe().name();
    Set<String> sets = image.sets().containsKey(own) ? Set.of(own) : image.sets().keySet();
    return sets.stream()
        .flatMap(set -> image.shown(set).stream())
        .allMatch(shown -> shown.updatedAt().isBefore(before));
  }

  private static boolean isOf(OneVersion version, String recipe) {
    return version.job().recipe().name().equals(recipe);
  }

  /// @param answer the server's answer; absent when nothing was asked
  private void count(Old old, Optional<Answer> answer) {
    if (answer.isPresent() && answer.get() instanceof Answer.Refused(Refusal refusal)) {
      switch (refusal.slug()) {
        // A set took it, or the image was erased, meanwhile.
        case "in-use", "gone", "not-found" -> {}
        default -> refuse(old.id(), refusal.slug(), refusal.detail());
      }
      return;
    }
    versions++;
    urls += old.manifest().variants().size() + 1;
    bytes += old.manifest().variants().stream().mapToLong(Manifest.Variant::bytes).sum();
  }

  private void refuse(String id, String reason, String why) {
    refused++;
    said.refused(id, reason, why);
  }

  private void tell(boolean isReal) {
    ObjectNode json =
        Json.object()
            .put("dryRun", !isReal)
            .put("versions", versions)
            .put("urls", urls)
            .put("bytes", bytes)
            .put("refused", refused);
    said.end(
        json,
        "%s %s: %s with %s"
            .formatted(
                HumanText.count(versions, "old version"),
                isReal ? "retired" : "found",
                HumanText.count(urls, "URL"),
                HumanText.bytes(bytes)),
        isReal
            ? "The server deletes the files within minutes. Then these URLs answer 404."
            : "With --yes, these URLs answer 404 afterwards. Pages that still use them break.");
  }
}
