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
import dev.tintype.core.ImageJob;
import dev.tintype.core.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the server to move the images of one page after another. For one thread.
final class MoveRequests {

  /// Clocks of client and server may differ by this much.
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final RecipeMove move;
  private final AtOnce atOnce;
  private final Instant startedAt;
  private Optional<String> cursor;
  private long index;
  private boolean more = true;
  private long looked;

  /// @param journal where the requests begin or go on
  MoveRequests(RecipeMove move, AtOnce atOnce, Journal journal) {
    this.move = move;
    this.atOnce = atOnce;
    this.startedAt = journal.startedAt();
    this.cursor = journal.cursor();
    this.index = journal.index();
  }

  /// @return whether there is another page
  boolean hasMore() {
    return more;
  }

  /// @return how many images of the list are behind
  long looked() {
    return looked;
  }

  /// @return how many images are in the list from here on
  long count() throws InterruptedException {
    long images = 0;
    Optional<String> at = cursor;
    do {
      WorkClient.Page page = move.client().page(at);
      images += page.ids().size();
      at = page.next();
    } while (at.isPresent());
    return images;
  }

  /// Sends the requests of the next page.
  ///
  /// @return its images, until all of them have their result
  Moving send() throws InterruptedException {
    WorkClient.Page page = move.client().page(cursor);
    List<ImageVersions> taken = new ArrayList<>();
    List<Looked.Refused> refused = new ArrayList<>();
    for (Looked one : atOnce.all(page.ids(), move.client()::versions)) {
      switch (one) {
        case Looked.Found(ImageVersions image) -> take(image).ifPresent(taken::add);
        case Looked.Gone _ -> {}
        case Looked.Refused no -> refused.add(no);
      }
    }
    Moving moving = new Moving(page.next(), index);
    refused.forEach(no -> move.refuse(moving, no.id(), no.refusal().slug(), no.refusal().detail()));
    page.unreadable()
        .forEach(id -> move.refuse(moving, id, "unreadable-record", "its record cannot be read"));
    request(moving, taken);
    looked += page.ids().size();
    cursor = page.next();
    more =
        cursor.isPresent() && move.manner().share().filter(share -> share.isOver(index)).isEmpty();
    return moving;
  }

  private Optional<ImageVersions> take(ImageVersions image) {
    if (!move.target().concerns(image)) {
      return Optional.empty();
    }
    long place = index++;
    Optional<Share> share = move.manner().share();
    return share.isEmpty() || share.get().takes(place) ? Optional.of(image) : Optional.empty();
  }

  private record Wanted(ImageVersions image, ImageJob job, Optional<Forecast> forecast) {}

  private void request(Moving moving, List<ImageVersions> images) throws InterruptedException {
    List<Wanted> wanted = new ArrayList<>();
    for (ImageVersions image : images) {
      move.target().job(image).flatMap(job -> wanted(moving, image, job)).ifPresent(wanted::add);
    }
    List<Answer> answers = atOnce.all(wanted, this::request);
    for (int i = 0; i < wanted.size(); i++) {
      answered(moving, wanted.get(i), answers.get(i));
    }
  }

  /// @return what must be requested; absent when the set's last decision is for it already
  private Optional<Wanted> wanted(Moving moving, ImageVersions image, ImageJob job) {
    switch (move.target().standing(image, job)) {
      case TO_REQUEST -> {
        return Optional.of(new Wanted(image, job, planned(image, job)));
      }
      case SHOWN -> shown(moving, image, job);
      case WAITING -> await(moving, new Wanted(image, job, Optional.empty()), job.version());
      case NOT_UPLOADED -> {}
      case FAILED -> image.version(job.version()).ifPresent(it -> move.failed(moving, image, it));
    }
    return Optional.empty();
  }

  private void shown(Moving moving, ImageVersions image, ImageJob job) {
    if (Target.isMadeSince(image, job, startedAt.minus(SKEW))) {
      await(moving, new Wanted(image, job, Optional.empty()), job.version());
      return;
    }
    moving.count(Tally.BEFORE);
    if (move.manner().share().isPresent()) {
      image
          .version(job.version())
          .flatMap(OneVersion::manifest)
          .ifPresent(made -> move.show(image, image.files(), made));
    }
  }

  /// What earlier images have shows what this one will need. Nothing is planned for a version that
  /// exists.
  private Optional<Forecast> planned(ImageVersions image, ImageJob job) {
    if (image.version(job.version()).flatMap(OneVersion::manifest).isPresent()) {
      return Optional.empty();
    }
    Optional<ImagePlan> plan = ImagePlan.of(image, job, move.target().recipe().name());
    plan.ifPresent(move.sum()::add);
    return plan.map(move.sum()::forecast);
  }

  private Answer request(Wanted wanted) throws InterruptedException {
    move.manner().pace().await();
    return move.client().reprocess(wanted.image().id().value(), move.target().recipe().name());
  }

  private void answered(Moving moving, Wanted wanted, Answer answer) throws InterruptedException {
    String id = wanted.image().id().value();
    switch (answer) {
      case Answer.Accepted(Version version, boolean _) -> {
        if (!version.equals(wanted.job().version())) {
          checkRecipe(id, version);
        }
        await(moving, wanted, version);
      }
      case Answer.Refused(var refusal) -> move.refuse(moving, id, refusal.slug(), refusal.detail());
    }
  }

  /// An unexpected version may have a new original or focal point. A new recipe ends the run.
  private void checkRecipe(String id, Version version) throws InterruptedException {
    if (move.client().versions(id) instanceof Looked.Found(ImageVersions image)) {
      image.version(version).ifPresent(move::checkRecipe);
    }
  }

  private void await(Moving moving, Wanted wanted, Version version) {
    if (move.manner().waits()) {
      moving.await(new Waiting(wanted.image(), wanted.job(), version, wanted.forecast()));
    } else {
      moving.count(Tally.MOVED);
    }
  }
}
