package dev.tintype.cli.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.cli.client.WorkClient.UnexpectedAnswer;
import dev.tintype.core.Sha256;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Runs that are stopped, repeated or disturbed, against a server in memory.
final class RepeatedChangeTest extends ChangeCase {

  @Test
  void versionsThatAnEarlierRunRequestedAreAwaited() throws Exception {
    List<String> ids = server.images(2);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    run("--apply", "--no-wait");
    assertThat(shown(ids)).isEqualTo(before);
    for (int second = 0; second < 31; second++) {
      server.platform.later();
    }
    Ran ran = run("--apply");
    assertThat(ran.last().path("moved").asInt()).isEqualTo(2);
    assertThat(shown(ids)).doesNotContainAnyElementsOf(before);
  }

  @Test
  void anImageThatAwaitsANewOriginalIsLeftAlone() throws Exception {
    List<String> ids = server.images(3);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    server.awaitOriginal(ids.get(1));
    Ran ran = run("--apply");
    assertThat(ran.outcome()).isEqualTo(Outcome.DONE);
    assertThat(ran.last().path("images").asInt()).isEqualTo(2);
    assertThat(shown(ids).get(1)).isEqualTo(before.get(1));
    assertThat(set(server.versions(ids.get(1))).text("version"))
        .as("the new original is still the last request")
        .isEqualTo(server.versions(ids.get(1)).text("latest"));
    assertThat(server.versions(ids.get(1)).objects("versions").getLast().text("state"))
        .isEqualTo("awaiting_upload");
    server.settle();
    assertThat(server.versions(ids.get(1)).objects("versions").getLast().text("state"))
        .isEqualTo("expired");
    assertThat(run("--apply").last().path("moved").asInt()).isEqualTo(1);
    assertThat(shown(ids)).doesNotContainAnyElementsOf(before);
    server.settle();
    assertThat(run("--apply").last().path("before").asInt()).isEqualTo(3);
  }

  @Test
  void aServerThatRefusesAgainAndAgainEndsTheRunBeforeThePageIsNoted() throws Exception {
    server.images(40);
    server.platform.changeRecipeOther(true);
    server.refusePosts(422);
    assertThatThrownBy(() -> run("--apply"))
        .isInstanceOf(UnexpectedAnswer.class)
        .hasMessageContaining("20 requests in a row")
        .hasMessageContaining("It does not work today.")
        .hasMessageContaining("Run the same command again");
    assertThat(server.posts()).isBetween(20, 27);
    assertThat(folder.resolve("journal")).doesNotExist();
    server.refusePosts(0);
    assertThat(run("--apply").last().path("moved").asInt()).isEqualTo(40);
  }

  @Test
  void imagesWithoutAResultDoNotHideTheOthers() throws Exception {
    List<String> ids = server.images(30);
    server.platform.changeRecipeOther(true);
    server.stick(ids.subList(21, 30));
    server.alarmAfter(90, Thread.currentThread()::interrupt);
    assertThat(run("--apply").outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(ids.subList(0, 21).stream().filter(id -> server.looks(id) > 1).count())
        .isGreaterThan(10);
  }

  @Test
  void aRecipeThatChangesDuringTheRunEndsItAtOnce() throws Exception {
    List<String> ids = server.images(30);
    server.platform.changeRecipeOther(true);
    Journal.Task task = task(run("--plan"));
    new Journal(task, server.platform.now(), Optional.of(ids.get(25)), 5, Tally.NOTHING)
        .write(folder.resolve("journal"));
    server.alarmAfter(36, () -> server.platform.changeRecipeOther(false));
    assertThatThrownBy(() -> run("--apply", "--no-wait"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("was changed during the run")
        .hasMessageContaining("Remove the file " + folder.resolve("journal"));
  }

  private Journal.Task task(Ran ran) {
    return new Journal.Task(
        server.url().toString(), "other", new Sha256(ran.last().path("digest").asText()));
  }

  @Test
  void aRollbackRemovesTheJournalThatAStoppedRunLeft() throws Exception {
    List<String> ids = server.images(5);
    List<String> before = shown(ids);
    Path journal = folder.resolve("journal");
    server.platform.changeRecipeOther(true);
    Journal left =
        new Journal(
            task(run("--plan")), server.platform.now(), Optional.of(ids.get(2)), 3, Tally.NOTHING);
    left.write(journal);
    Ran rest = run("--apply");
    assertThat(rest.text()).contains("Going on after 3 images");
    assertThat(rest.last().path("moved").asInt()).isEqualTo(2);
    left.write(journal);
    assertThat(run("--rollback").text()).contains("Removed " + journal);
    assertThat(shown(ids)).isEqualTo(before);
    assertThat(run("--apply").last().path("moved").asInt()).isEqualTo(5);
    new Journal(
            new Journal.Task("http://elsewhere", "other", left.task().digest()),
            server.platform.now(),
            Optional.empty(),
            0,
            Tally.NOTHING)
        .write(journal);
    run("--rollback");
    assertThat(journal).exists();
  }

  @Test
  void aCanaryThatWasStoppedShowsItsWholeShareWhenItIsRunAgain() throws Exception {
    server.images(40);
    server.platform.changeRecipeOther(true);
    server.alarmAfter(45, Thread.currentThread()::interrupt);
    assertThat(run("--apply", "--canary", "20").outcome()).isEqualTo(Outcome.INTERRUPTED);
    server.settle();
    Ran ran = run("--apply", "--canary", "20");
    assertThat(ran.last().path("images").asInt()).isEqualTo(20);
    assertThat(ran.last().path("before").asInt()).isBetween(1, 19);
    String sheet = Files.readString(folder.resolve("sheet.html"));
    assertThat(sheet.split("<article>", -1)).hasSize(21);
    assertThat(sheet).doesNotContain("no version was shown");
    assertThat(folder.resolve("journal")).doesNotExist();
  }

  @Test
  void twoRunsDoNotShareAJournal() throws Exception {
    server.images(2);
    try (JournalLock _ = JournalLock.take(folder.resolve("journal"))) {
      assertThatThrownBy(() -> run("--apply"))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining("Another 'tintype reprocess' uses the journal");
      assertThatThrownBy(() -> run("--rollback")).isInstanceOf(InvalidSetting.class);
    }
    assertThat(run("--apply").outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aPointThatWasMovedBelongsToTheVersionThatIsCounted() throws Exception {
    server.platform.offerRecipesThatCrop();
    List<String> ids = server.images(2);
    for (String id : ids) {
      server.reprocess(id, "square");
      server.focus(id, "{\"x\":2500,\"y\":10000}");
    }
    server.settle();
    assertThat(run("--recipe", "square", "--plan").last().path("before").asInt()).isEqualTo(2);
    Ran ran = run("--recipe", "square", "--apply");
    assertThat(ran.last().path("before").asInt()).isEqualTo(2);
    assertThat(ran.last().path("moved").asInt()).isZero();
  }
}
