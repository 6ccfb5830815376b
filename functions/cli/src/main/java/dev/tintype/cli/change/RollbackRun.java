package dev.tintype.cli.change;

import dev.tintype.cli.client.AtOnce;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.client.Refusal;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.client.WorkClient.Answer;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.core.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lets the images of a set go back from a recipe. Nothing is rendered. The server changes an image
/// only while it shows or awaits a version of this recipe, so the run can be repeated at any time.
///
/// Without a rate, one request for each image is enough: the server decides. With a rate, the
/// versions of each image are read first, so that only images that go back count.
///
/// For one thread.
final class RollbackRun {

  private final WorkClient client;
  private final AtOnce atOnce;
  private final Pace pace;
  private final Said said;

  RollbackRun(WorkClient client, AtOnce atOnce, Pace pace, Said said) {
    this.client = client;
    this.atOnce = atOnce;
    this.pace = pace;
    this.said = said;
  }

  /// @param set the name of the set
  /// @param from the digest of the recipe that is taken back
  /// @return `moved` went back, and `before` did not show the recipe
  Tally run(String set, Sha256 from) throws InterruptedException {
    Tally tally = Tally.NOTHING;
    Optional<String> cursor = Optional.empty();
    do {
      WorkClient.Page page = client.page(cursor);
      List<String> going = new ArrayList<>();
      if (pace.isLimited()) {
        for (Looked looked : atOnce.all(page.ids(), client::versions)) {
          tally = tally.plus(looked(looked, set, from, going));
        }
      } else {
        going.addAll(page.ids());
      }
      List<Answer> answers = atOnce.all(going, id -> ask(id, set, from));
      for (int i = 0; i < answers.size(); i++) {
        tally = tally.plus(counted(going.get(i), answers.get(i)));
      }
      for (String id : page.unreadable()) {
        tally = tally.plus(refused(id, "unreadable-record", "its record cannot be read"));
      }
      said.progress(0, "%d went back, %d others".formatted(tally.moved(), tally.before()));
      cursor = page.next();
    } while (cursor.isPresent());
    return tally;
  }

  /// @param going gets the image if it shows or awaits a version of the recipe
  /// @return what is to be counted at once
  private Tally looked(Looked looked, String set, Sha256 from, List<String> going) {
    return switch (looked) {
      case Looked.Gone _ -> Tally.NOTHING;
      case Looked.Refused no -> refused(no.id(), no.refusal().slug(), no.refusal().detail());
      case Looked.Found(ImageVersions image) -> {
        if (!image.sets().containsKey(set)) {
          yield Tally.NOTHING;
        }
        if (!uses(image, set, from)) {
          yield Tally.BEFORE;
        }
        going.add(image.id().value());
        yield Tally.NOTHING;
      }
    };
  }

  private static boolean uses(ImageVersions image, String set, Sha256 recipe) {
    Optional<OneVersion> latest =
        Optional.ofNullable(image.sets().get(set)).flatMap(one -> image.version(one.latest()));
    return Stream.concat(latest.stream(), image.shown(set).stream())
        .anyMatch(version -> version.job().recipe().digest().equals(recipe));
  }

  private Answer ask(String id, String set, Sha256 from) throws InterruptedException {
    pace.await();
    return client.rollback(id, set, from);
  }

  private Tally counted(String id, Answer answer) {
    return switch (answer) {
      case Answer.Accepted accepted -> accepted.changed() ? Tally.MOVED : Tally.BEFORE;
      case Answer.Refused(Refusal refusal) ->
          switch (refusal.slug()) {
            case "no-such-set", "gone", "not-found" -> Tally.NOTHING;
            default -> refused(id, refusal.slug(), refusal.detail());
          };
    };
  }

  private Tally refused(String id, String reason, String why) {
    said.refused(id, reason, why);
    return Tally.REFUSED;
  }
}
