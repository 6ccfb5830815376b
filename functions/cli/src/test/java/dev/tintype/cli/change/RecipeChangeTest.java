package dev.tintype.cli.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Moving images to a changed recipe and back, against a server in memory.
final class RecipeChangeTest extends ChangeCase {

  @Test
  void everyImageOfTheSetIsMovedOnceAndASecondRunMovesNone() throws Exception {
    List<String> ids = server.images(30);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    Ran ran = run("--apply");
    assertThat(ran.outcome()).isEqualTo(Outcome.DONE);
    assertThat(ran.last().path("moved").asInt()).isEqualTo(30);
    assertThat(shown(ids)).doesNotContainAnyElementsOf(before);
    assertThat(versions(ids)).isEqualTo(60);
    assertThat(folder.resolve("journal")).doesNotExist();
    int posts = server.posts();
    server.settle();
    Ran again = run("--apply");
    assertThat(again.last().path("moved").asInt()).isZero();
    assertThat(again.last().path("before").asInt()).isEqualTo(30);
    assertThat(server.posts()).isEqualTo(posts);
  }

  @Test
  void stoppedTwentyTimesInTheMiddleItEndsWithEveryImageMovedAndNoneTwice() throws Exception {
    List<String> ids = server.images(230);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    Thread runner = Thread.currentThread();
    Random random = new Random(20);
    for (int stop = 0; stop < 20; stop++) {
      int requests = stop == 19 ? 445 : 1 + random.nextInt(430);
      server.alarmAfter(requests, runner::interrupt);
      assertThat(run("--apply").outcome()).as("stop %d", stop).isEqualTo(Outcome.INTERRUPTED);
    }
    assertThat(folder.resolve("journal")).as("a page is finished").exists();
    Ran ran = run("--apply");
    assertThat(ran.outcome()).isEqualTo(Outcome.DONE);
    assertThat(ran.last().path("images").asInt()).isEqualTo(230);
    assertThat(ran.last().path("moved").asInt()).as("moved by these runs").isEqualTo(230);
    assertThat(shown(ids)).doesNotContainAnyElementsOf(before);
    assertThat(versions(ids)).isEqualTo(460);
    for (String id : ids) {
      assertThat(server.versions(id).objects("versions"))
          .extracting(version -> version.integer("sequence", 1, 99))
          .containsExactly(1L, 2L);
    }
    assertThat(folder.resolve("journal")).doesNotExist();
  }

  @Test
  void aCanaryMovesItsShareAndShowsOldAndNew() throws Exception {
    List<String> ids = server.images(40);
    server.platform.changeRecipeOther(true);
    Ran ran = run("--apply", "--canary", "10%");
    assertThat(ran.last().path("moved").asInt()).isBetween(4, 5);
    String sheet = Files.readString(folder.resolve("sheet.html"));
    assertThat(sheet).contains("old | new").doesNotContain("no version was shown");
    assertThat(sheet.split("<article>", -1)).hasSize(ran.last().path("moved").asInt() + 1);
    assertThat(sheet).contains("src=\"https://images.example/" + ids.getLast() + "/");
    Ran few = run("--apply", "--canary", "3");
    assertThat(few.last().path("images").asInt()).isEqualTo(3);
    Ran rest = run("--apply");
    assertThat(rest.last().path("images").asInt()).isEqualTo(40);
    assertThat(versions(ids)).isEqualTo(80);
  }

  @Test
  void aRollbackShowsWhatWasShownBeforeAndRendersNothing() throws Exception {
    List<String> ids = server.images(25);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    run("--apply");
    Ran ran = run("--rollback");
    assertThat(ran.outcome()).isEqualTo(Outcome.DONE);
    assertThat(ran.last().path("moved").asInt()).isEqualTo(25);
    assertThat(shown(ids)).isEqualTo(before);
    assertThat(versions(ids)).isEqualTo(50);
    Ran again = run("--rollback");
    assertThat(again.last().path("moved").asInt()).isZero();
    assertThat(shown(ids)).isEqualTo(before);
  }

  @Test
  void aRollbackAfterACanaryLeavesTheOtherImages() throws Exception {
    List<String> ids = server.images(20);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    run("--apply", "--canary", "20%");
    Ran ran = run("--rollback");
    assertThat(ran.last().path("images").asInt()).isEqualTo(20);
    assertThat(ran.last().path("before").asInt()).isBetween(11, 19);
    assertThat(shown(ids)).isEqualTo(before);
  }

  @Test
  void aRollbackSendsOneRequestForEachImage() throws Exception {
    List<String> ids = server.images(20);
    server.platform.changeRecipeOther(true);
    run("--apply", "--no-wait");
    server.settle();
    int posts = server.posts();
    int looks = looks(ids);
    assertThat(run("--rollback").last().path("moved").asInt()).isEqualTo(20);
    assertThat(server.posts() - posts).isEqualTo(20);
    assertThat(looks(ids)).isEqualTo(looks);
  }

  @Test
  void theRateOfARollbackCountsOnlyImagesThatGoBack() throws Exception {
    List<String> ids = server.images(20);
    List<String> before = shown(ids);
    server.platform.changeRecipeOther(true);
    run("--apply", "--canary", "20%");
    int posts = server.posts();
    Ran ran = run("--rollback", "--rate", "1000/s");
    assertThat(ran.last().path("before").asInt()).isBetween(11, 19);
    assertThat(server.posts() - posts).isEqualTo(ran.last().path("moved").asInt());
    assertThat(shown(ids)).isEqualTo(before);
  }

  @Test
  void aRollbackLeavesImagesWithoutTheSetAlone() throws Exception {
    List<String> ids = server.images(6);
    server.reprocess(ids.get(2), "plain");
    server.erase(ids.get(4));
    for (String[] rate : List.of(new String[0], new String[] {"--rate", "1000/s"})) {
      List<String> words = new ArrayList<>(List.of("--recipe", "plain", "--rollback"));
      words.addAll(List.of(rate));
      Ran ran = run(words.toArray(String[]::new));
      assertThat(ran.last().path("images").asInt()).isEqualTo(1);
      assertThat(ran.last().path("refused").asInt()).isEqualTo(1);
      assertThat(ran.text()).contains("no-earlier-version");
    }
  }

  private int looks(List<String> ids) {
    return ids.stream().mapToInt(server::looks).sum();
  }

  @Test
  void imagesWithoutTheSetAreLeftAlone() throws Exception {
    List<String> ids = server.images(6);
    server.reprocess(ids.get(2), "plain");
    Ran ran = run("--recipe", "plain", "--apply");
    assertThat(ran.last().path("images").asInt()).isEqualTo(1);
    assertThat(versions(ids)).isEqualTo(7);
  }

  @Test
  void theJournalOfAnotherRunIsNotUsed() throws Exception {
    server.images(3);
    server.platform.changeRecipeOther(true);
    server.alarmAfter(3, Thread.currentThread()::interrupt);
    assertThat(run("--apply").outcome()).isEqualTo(Outcome.INTERRUPTED);
    Files.writeString(
        folder.resolve("journal"),
        """
        {"v":1,"server":"http://elsewhere","recipe":"other","digest":"%s",\
        "startedAt":"2026-11-23T10:00:00Z","index":0,"done":{"images":0,"moved":0,"before":0,\
        "refused":0,"failed":0,"bytesPlanned":0,"bytesMade":0}}
        """
            .formatted("0".repeat(64)));
    assertThatThrownBy(() -> run("--apply"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("http://elsewhere");
    Files.writeString(folder.resolve("journal"), "my shopping list");
    assertThatThrownBy(() -> run("--apply"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("is not a journal");
    assertThat(Files.readString(folder.resolve("journal"))).isEqualTo("my shopping list");
  }

  @Test
  void anErasedImageAndAFailedOneDoNotStopTheRun() throws Exception {
    List<String> ids = server.images(12);
    server.erase(ids.get(4));
    server.platform.changeRecipeOther(true);
    server.rendererDies();
    Ran ran = run("--apply");
    assertThat(ran.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(ran.last().path("failed").asInt()).isEqualTo(11);
    assertThat(ran.lines()).hasSize(12);
    assertThat(ran.lines().getFirst().path("reason").asText()).isEqualTo("failed");
    Ran again = run("--apply");
    assertThat(again.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(again.last().path("failed").asInt()).isEqualTo(11);
    assertThat(again.last().path("before").asInt()).isZero();
  }

  @Test
  void anImageWithoutItsOriginalIsNamedAndTheOthersMove() throws Exception {
    List<String> ids = server.images(8);
    server.platform.loseOriginal(ids.get(3));
    server.platform.changeRecipeOther(true);
    Ran ran = run("--apply");
    assertThat(ran.outcome()).isEqualTo(Outcome.INCOMPLETE);
    assertThat(ran.last().path("moved").asInt()).isEqualTo(7);
    assertThat(ran.last().path("refused").asInt()).isEqualTo(1);
    assertThat(ran.lines().getFirst().path("id").asText()).isEqualTo(ids.get(3));
    assertThat(ran.lines().getFirst().path("reason").asText()).isEqualTo("no-original");
  }

  @Test
  void aRecipeOfNoServerIsRefused() {
    assertThatThrownBy(() -> run("--recipe", "nothing", "--apply"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("it has other, plain");
    assertThatThrownBy(() -> run("--apply", "--rollback")).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> run()).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> run("--rollback", "--canary", "1%"))
        .isInstanceOf(InvalidSetting.class);
  }

  @Test
  void aPlanCountsWaitingAndFailedImagesByWhatTheyAre() throws Exception {
    List<String> ids = server.images(6);
    server.platform.changeRecipeOther(true);
    run("--apply", "--canary", "1", "--jobs", "1");
    server.rendererDies();
    server.reprocess(ids.get(0), "other");
    JsonNode plan = run("--plan").last();
    assertThat(plan.path("before").asInt()).isEqualTo(1);
    assertThat(plan.path("failed").asInt()).isEqualTo(1);
    assertThat(plan.path("waiting").asInt()).isZero();
    assertThat(plan.path("moving").asInt()).isEqualTo(4);
    assertThat(plan.path("images").asInt()).isEqualTo(6);
    server.hold();
    server.request(ids.get(1), "other");
    JsonNode later = run("--plan").last();
    assertThat(later.path("before").asInt()).isEqualTo(1);
    assertThat(later.path("failed").asInt()).isEqualTo(1);
    assertThat(later.path("waiting").asInt()).isEqualTo(1);
    assertThat(later.path("moving").asInt()).isEqualTo(3);
  }
}
