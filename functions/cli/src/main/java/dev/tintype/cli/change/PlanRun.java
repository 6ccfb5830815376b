package dev.tintype.cli.change;

import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.cli.plan.PlanSum;
import dev.tintype.cli.plan.PlanSum.Left;
import dev.tintype.core.ImageJob;
import java.util.Optional;

/// Reads the images of a set and counts what moving them needs. It changes nothing.
///
/// For one thread.
final class PlanRun {

  private final WorkClient client;
  private final AtOnce atOnce;
  private final Target target;
  private final Said said;
  private final PlanSum sum = new PlanSum();
  private long seen;

  PlanRun(WorkClient client, AtOnce atOnce, Target target, Said said) {
    this.client = client;
    this.atOnce = atOnce;
    this.target = target;
    this.said = said;
  }

  /// @return the sum over all images of the set
  PlanSum run() throws InterruptedException {
    Optional<String> cursor = Optional.empty();
    do {
      WorkClient.Page page = client.page(cursor);
      page.unreadable().forEach(_ -> sum.addLeft(Left.UNREADABLE));
      for (Looked looked : atOnce.all(page.ids(), client::versions)) {
        switch (looked) {
          case Looked.Found(ImageVersions image) -> add(image);
          case Looked.Gone _ -> {}
          case Looked.Refused _ -> sum.addLeft(Left.UNREADABLE);
        }
      }
      seen += page.ids().size();
      said.progress(0, seen + " images read");
      cursor = page.next();
    } while (cursor.isPresent());
    return sum;
  }

  private void add(ImageVersions image) {
    Optional<ImageJob> job = target.concerns(image) ? target.job(image) : Optional.empty();
    if (job.isEmpty()) {
      return;
    }
    switch (target.standing(image, job.get())) {
      case TO_REQUEST ->
          ImagePlan.of(image, job.get(), target.recipe().name())
              .ifPresentOrElse(sum::add, () -> sum.addLeft(Left.UNPLANNED));
      case SHOWN -> sum.addLeft(Left.BEFORE, ImagePlan.known(image, job.get()));
      case WAITING -> sum.addLeft(Left.WAITING, ImagePlan.known(image, job.get()));
      case FAILED -> sum.addLeft(Left.FAILED, ImagePlan.known(image, job.get()));
      case NOT_UPLOADED -> {}
    }
  }
}
