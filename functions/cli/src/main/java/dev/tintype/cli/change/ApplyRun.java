package dev.tintype.cli.change;

import dev.tintype.cli.change.Moving.Waiting;
import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Answer;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.cli.plan.Forecast;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.cli.plan.PlanSum;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Manifest;
import dev.tintype.core.Version;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Moves the images of a set to its recipe, page by page, and waits for their versions. A page is
/// noted in the journal when all its images have their result. So a later run repeats at most the
/// pages that were open; the server makes a version only once, whatever is repeated.
///
/// For one thread.
final class ApplyRun {

  /// How many images may wait at once. It bounds memory, and how far the queue fills.
  private static final int MOST_WAITING = 600;

  private static final int MOST_ON_A_PAGE = 200;

  /// After so many images of a page without a result, a look goes on to the next page.
  private static final int MOST_IN_VAIN = 8;

  /// Clocks of client and server may differ by this much.
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final WorkClient client;
  private final AtOnce atOnce;
  private final Target target;
  private final Manner manner;
  private final Said said;
  private final Comparison comparison;
  private final PlanSum sum = new PlanSum();
  private final Deque<Moving> open = new ArrayDeque<>();
  private Journal journal;
  private Optional<String> cursor;
  private long index;
  private boolean more = true;
  private long left;
  private long looked;

  /// @param journal where the run begins or goes on
  /// @param comparison is shown each moved image
  ApplyRun(
      WorkClient client,
      AtOnce atOnce,
      Target target,
      Manner manner,
      Journal journal,
      Said said,
      Comparison comparison) {
    this.client = client;
    this.atOnce = atOnce;
    this.target = target;
    this.manner = manner;
    this.journal = journal;
    this.said = said;
    this.comparison = comparison;
    this.cursor = journal.cursor();
    this.index = journal.index();
  }

  /// How a run goes.
  ///
  /// @param pace how fast requests are sent
  /// @param share which images are moved; absent for all
  /// @param waits whether to wait for the versions
  /// @param journal the file of the journal; absent when the run always begins at the start
  /// @param look the time between two looks at the images that wait
  record Manner(
      Pace pace, Optional<Share> share, boolean waits, Optional<Path> journal, Duration look) {}

  /// Moves every image.
  ///
  /// @return what this run and the ones that it continues did
  /// @throws InterruptedException when the user stops it; the journal keeps the position
  Tally run() throws IOException, InterruptedException {
    left = said.showsProgress() ? count() : 0;
    while (more || !open.isEmpty()) {
      if (more && waiting() <= MOST_WAITING - MOST_ON_A_PAGE) {
        send();
      } else {
        look();
        Thread.sleep(manner.look());
      }
      settle();
      tell();
    }
    if (manner.journal().isPresent()) {
      Files.deleteIfExists(manner.journal().get());
    }
    return journal.tally();
  }

  /// @return how many images are in the list from here on
  private long count() throws InterruptedException {
    long images = 0;
    Optional<String> at = cursor;
    do {
      WorkClient.Page page = client.page(at);
      images += page.ids().size();
      at = page.next();
    } while (at.isPresent());
    return images;
  }

  private int waiting() {
    return open.stream().mapToInt(Moving::waiting).sum();
  }

  private void send() throws InterruptedException {
    WorkClient.Page page = client.page(cursor);
    List<ImageVersions> taken = new ArrayList<>();
    List<Looked.Refused> refused = new ArrayList<>();
    for (Looked looked : atOnce.all(page.ids(), client::versions)) {
      switch (looked) {
        case Looked.Found(ImageVersions image) -> take(image).ifPresent(taken::add);
        case Looked.Gone _ -> {}
        case Looked.Refused no -> refused.add(no);
      }
    }
    Moving moving = new Moving(page.next(), index);
    refused.forEach(no -> refuse(moving, no.id(), no.refusal().slug(), no.refusal().detail()));
    page.unreadable()
        .forEach(id -> refuse(moving, id, "unreadable-record", "its record cannot be read"));
    List<Wanted> wanted = new ArrayList<>();
    for (ImageVersions image : taken) {
      wanted(moving, image).ifPresent(wanted::add);
    }
    List<Answer> answers = atOnce.all(wanted, this::request);
    for (int i = 0; i < wanted.size(); i++) {
      answered(moving, wanted.get(i), answers.get(i));
    }
    open.add(moving);
    looked += page.ids().size();
    cursor = page.next();
    more = cursor.isPresent() && manner.share().filter(share -> share.isOver(index)).isEmpty();
  }

  private Optional<ImageVersions> take(ImageVersions image) {
    if (!target.concerns(image)) {
      return Optional.empty();
    }
    long place = index++;
    boolean isTaken = manner.share().isEmpty() || manner.share().get().takes(place);
    return isTaken ? Optional.of(image) : Optional.empty();
  }

  private void refuse(Moving moving, String id, String reason, String why) {
    moving.count(Tally.REFUSED);
    said.refused(id, reason, why);
  }

  private record Wanted(ImageVersions image, ImageJob job, Optional<Forecast> forecast) {}

  /// @return what must be requested; absent when the set's last decision is for it already
  private Optional<Wanted> wanted(Moving moving, ImageVersions image) {
    Optional<ImageJob> job = target.job(image);
    return job.isPresent() ? wanted(moving, image, job.get()) : Optional.empty();
  }

  private Optional<Wanted> wanted(Moving moving, ImageVersions image, ImageJob job) {
    switch (target.standing(image, job)) {
      case TO_REQUEST -> {
        return Optional.of(new Wanted(image, job, planned(image, job)));
      }
      case SHOWN -> shown(moving, image, job);
      case WAITING -> awaited(moving, new Wanted(image, job, Optional.empty()), job.version());
      case NOT_UPLOADED -> {}
      case FAILED -> image.version(job.version()).ifPresent(it -> failed(moving, image, it));
    }
    return Optional.empty();
  }

  private void shown(Moving moving, ImageVersions image, ImageJob job) {
    if (Target.isMadeSince(image, job, journal.startedAt().minus(SKEW))) {
      awaited(moving, new Wanted(image, job, Optional.empty()), job.version());
      return;
    }
    moving.count(Tally.BEFORE);
    if (manner.share().isPresent()) {
      image
          .version(job.version())
          .flatMap(OneVersion::manifest)
          .ifPresent(made -> comparison.add(image, image.files(), job.recipe().name(), made));
    }
  }

  private void failed(Moving moving, ImageVersions image, OneVersion version) {
    moving.count(Tally.FAILED);
    said.refused(
        image.id().value(),
        version.state(),
        "version " + version.job().version() + " is " + version.state());
  }

  /// What earlier images have shows what this one will need. Nothing is planned for a version that
  /// exists.
  private Optional<Forecast> planned(ImageVersions image, ImageJob job) {
    if (image.version(job.version()).flatMap(OneVersion::manifest).isPresent()) {
      return Optional.empty();
    }
    Optional<ImagePlan> plan = ImagePlan.of(image, job, target.recipe().name());
    plan.ifPresent(sum::add);
    return plan.map(sum::forecast);
  }

  private Answer request(Wanted wanted) throws InterruptedException {
    manner.pace().await();
    return client.reprocess(wanted.image().id().value(), target.recipe().name());
  }

  private void answered(Moving moving, Wanted wanted, Answer answer) throws InterruptedException {
    switch (answer) {
      case Answer.Accepted(Version version, boolean _) -> {
        if (!version.equals(wanted.job().version())) {
          checkRecipe(wanted.image().id().value(), version);
        }
        awaited(moving, wanted, version);
      }
      case Answer.Refused(var refusal) ->
          refuse(moving, wanted.image().id().value(), refusal.slug(), refusal.detail());
    }
  }

  /// An unexpected version may have a new original or focal point. A new recipe ends the run.
  private void checkRecipe(String id, Version version) throws InterruptedException {
    if (client.versions(id) instanceof Looked.Found(ImageVersions image)) {
      image.version(version).ifPresent(this::checkRecipe);
    }
  }

  private void checkRecipe(OneVersion made) {
    if (!made.job().recipe().digest().equals(target.recipe().digest())) {
      throw new InvalidSetting(
          "The recipe %s was changed during the run. %s to move every image to the new recipe."
              .formatted(
                  target.recipe().name(),
                  manner
                      .journal()
                      .filter(Files::exists)
                      .map(file -> "Remove the file " + file + " and run the command again")
                      .orElse("Run the command again")));
    }
  }

  private void awaited(Moving moving, Wanted wanted, Version version) {
    if (manner.waits()) {
      moving.await(new Waiting(wanted.image(), wanted.job(), version, wanted.forecast()));
    } else {
      moving.count(Tally.MOVED);
    }
  }

  /// Asks for the images that wait, at most to the end of the first page, so that it is noted soon.
  private void look() throws InterruptedException {
    for (Moving page : open) {
      look(page);
      if (open.getFirst().isSettled()) {
        return;
      }
    }
  }

  /// Asks for the images of a page in turn. The next look begins with those that this one did not
  /// reach, so images without a result do not hide the others.
  private void look(Moving page) throws InterruptedException {
    int inVain = 0;
    for (int n = page.waiting(); n > 0 && inVain < MOST_IN_VAIN; n--) {
      Waiting image = page.next();
      if (!isOver(page, image)) {
        page.await(image);
        inVain++;
      }
    }
  }

  /// @return whether the image has its result, which is counted then
  private boolean isOver(Moving page, Waiting image) throws InterruptedException {
    return switch (client.versions(image.before().id().value())) {
      case Looked.Gone _ -> true;
      case Looked.Refused no when no.refusal().isOfManyImages() -> false;
      case Looked.Refused no -> {
        refuse(page, no.id(), no.refusal().slug(), no.refusal().detail());
        yield true;
      }
      case Looked.Found(ImageVersions after) -> isOver(page, image, after);
    };
  }

  private boolean isOver(Moving page, Waiting image, ImageVersions after) {
    OneVersion made = after.version(image.version()).orElse(null);
    if (made == null) {
      return true;
    }
    if (made.state().equals("awaiting_upload")) {
      refuse(page, after.id().value(), made.state(), "its original is not uploaded yet");
      return true;
    }
    if (!made.isEnd()) {
      return false;
    }
    checkRecipe(made);
    if (made.manifest().isEmpty()) {
      failed(page, after, made);
      return true;
    }
    Manifest manifest = made.manifest().get();
    sum.learn(ImagePlan.known(after, made.job()));
    page.count(
        Tally.moved(
            image
                .forecast()
                .map(planned -> Accuracy.of(planned, bytes(manifest), made.cpu()))
                .orElse(Accuracy.NOTHING)));
    comparison.add(image.before(), after.files(), target.recipe().name(), manifest);
    return true;
  }

  private static long bytes(Manifest manifest) {
    return manifest.variants().stream().mapToLong(Manifest.Variant::bytes).sum();
  }

  /// Notes the pages at the front that are finished.
  private void settle() throws IOException {
    while (!open.isEmpty() && open.getFirst().isSettled()) {
      journal = open.removeFirst().after(journal);
      if (manner.journal().isPresent()) {
        journal.write(manner.journal().get());
      }
    }
  }

  private void tell() {
    Tally done = open.stream().map(Moving::tally).reduce(journal.tally(), Tally::plus);
    int waiting = waiting();
    said.progress(
        left == 0 ? 0 : (double) Math.max(0, looked - waiting) / left,
        "%d moved, %d had it, %d waiting, %d failed"
            .formatted(done.moved(), done.before(), waiting, done.failed() + done.refused()));
  }
}
