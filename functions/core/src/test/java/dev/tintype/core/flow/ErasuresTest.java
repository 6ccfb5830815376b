package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Keys;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.TestEdge;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Claim;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many erasures at once, in simulated time.
final class ErasuresTest {

  private static final Logger FLOWS = Logger.getLogger("dev.tintype.flow");

  /// The minute until the next sweep, and some seconds in it.
  private static final Duration ON_TIME = Duration.ofSeconds(65);

  @TempDir private Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryJobStore jobs = new MemoryJobStore();

  @BeforeAll
  static void silenceTheLog() {
    FLOWS.setLevel(Level.OFF);
  }

  @AfterAll
  static void restoreTheLog() {
    FLOWS.setLevel(null);
  }

  private Erasures platform(Duration request, Duration work) {
    return new Erasures(jobs, clock, new TestEdge(clock, request, work), folder);
  }

  @Test
  void whileTheEdgeCacheIsDownFilesGoAndNotificationsAreOnTime() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ofMinutes(1));
    List<VersionRecord> images = platform.ready(500);
    platform.edge.setDown(true);
    platform.erase(images);
    platform.minute(5);
    platform.minute(5);
    assertThat(platform.filesOf(images)).as("after two sweeps").isZero();
    for (int minute = 2; minute < 60; minute++) {
      platform.minute(5);
    }
    assertThat(platform.forgotten(images)).isZero();
    assertThat(platform.erasuresTold()).isZero();
    int requests = platform.edge.requests();
    assertThat(requests).as("requests during the hour").isBetween(5, 20);

    platform.edge.setDown(false);
    int minutes = 0;
    while (platform.erasuresTold() < images.size() && minutes < 600) {
      platform.minute(5);
      minutes++;
    }
    assertThat(platform.forgotten(images)).isEqualTo(images.size());
    assertThat(platform.erasuresTold()).isEqualTo(images.size());
    assertThat(minutes).as("minutes after the recovery").isLessThan(180);
    assertThat(platform.edge.paths()).as("folders paid for").isEqualTo(images.size());
    assertThat(platform.slowestNotification()).as("of other images").isLessThan(ON_TIME);
    System.out.printf(
        "500 erasures, edge cache down for an hour: %d requests in that hour, then %d, %d of them"
            + " accepted; the last erasure was told after %d minutes%n",
        requests, platform.edge.requests() - requests, platform.edge.acceptedRequests(), minutes);
  }

  @Test
  void requestsNameAsManyImagesAsTheEdgeCacheTakes() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = platform.ready(500);
    platform.erase(images);
    platform.sweep();
    platform.sweep();
    assertThat(platform.forgotten(images)).isEqualTo(images.size());
    assertThat(platform.edge.paths()).isEqualTo(images.size());
    assertThat(platform.edge.requests()).as("500 / 15, rounded up").isEqualTo(34);
  }

  @Test
  void aBusyEdgeCacheGetsTheNextRequestInTheNextSweep() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ofSeconds(50));
    List<VersionRecord> images = platform.ready(500);
    platform.erase(images);
    int minutes = 0;
    while (platform.forgotten(images) < images.size() && minutes < 600) {
      platform.sweep();
      minutes++;
    }
    System.out.printf(
        "500 erasures, edge cache works 50 s on 15 folders: %d requests, %d accepted, %d minutes%n",
        platform.edge.requests(), platform.edge.acceptedRequests(), minutes);
    assertThat(platform.edge.paths()).isEqualTo(images.size());
    assertThat(platform.edge.acceptedRequests()).isLessThanOrEqualTo(40);
    assertThat(minutes).isLessThan(90);
  }

  @Test
  void anImageThatTheEdgeCacheRejectsHoldsUpNoOther() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = platform.ready(20);
    VersionRecord bad = images.get(4);
    platform.edge.reject(Keys.variants(bad.job().imageId()));
    platform.erase(images);
    platform.sweep();
    assertThat(platform.forgotten(images)).isEqualTo(19);
    assertThat(platform.filesOf(images)).isZero();
    for (int i = 0; i < 120; i++) {
      platform.sweep();
    }
    assertThat(platform.erasuresTold()).isEqualTo(19);
    assertThat(platform.forgotten(List.of(bad))).isZero();
  }

  @Test
  void anImageThatWasNeverPublicNeedsNoRequest() {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      images.add(platform.started());
    }
    platform.erase(images);
    for (int i = 0; i < 90; i++) {
      platform.sweep();
    }
    assertThat(platform.erasuresTold()).isEqualTo(images.size());
    assertThat(platform.edge.requests()).isZero();
  }

  @Test
  void publicFilesThatNoRecordShowsAreForgottenToo() {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    VersionRecord image = platform.started();
    String folderOfImage = Keys.variants(image.job().imageId());
    platform.variants.put(folderOfImage + image.job().version() + "/16.webp", new byte[1]);
    platform.erase(List.of(image));
    platform.sweep();
    assertThat(platform.edge.accepted()).containsOnlyKeys(folderOfImage);
    platform.variants.put(folderOfImage + image.job().version() + "/32.webp", new byte[1]);
    for (int i = 0; i < 90; i++) {
      platform.sweep();
    }
    assertThat(platform.edge.requests()).as("one more for what the last look found").isEqualTo(2);
    assertThat(platform.erasuresTold()).isEqualTo(1);
    assertThat(platform.filesOf(List.of(image))).isZero();
  }

  @Test
  void anOlderReleaseThatDropsTheStageBetweenTwoSweepsChangesNoEnd() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = platform.ready(2);
    platform.edge.setDown(true);
    platform.erase(images);
    platform.sweep();
    assertThat(dropStage(images.getFirst())).as("waits for the edge cache").contains("copiesRef");
    platform.edge.setDown(false);
    for (int i = 0; i < 20; i++) {
      platform.sweep();
    }
    assertThat(platform.forgotten(images)).isEqualTo(2);
    assertThat(dropStage(images.getLast())).as("waits for the last look").contains("lastLookAt");
    for (int i = 0; i < 90; i++) {
      platform.sweep();
    }
    assertThat(platform.erasuresTold()).isEqualTo(2);
  }

  /// Writes an image as an older release does, without the fields that it does not know.
  ///
  /// @return the text before
  private String dropStage(VersionRecord record) {
    String id = record.job().imageId().value();
    String before = jobs.text(Unreadable.Kind.IMAGE, id);
    jobs.alter(
        Unreadable.Kind.IMAGE,
        id,
        text -> text.replaceAll(",\"(lastLookAt|copiesRefused)\":(\"[^\"]*\"|[0-9]+)", ""));
    return before;
  }

  /// A request takes 20 s, so two of them nearly fill a sweep.
  @Test
  void withASlowEdgeCacheOutcomesAreSentInTheFirstSweep() throws Exception {
    Erasures platform = platform(Duration.ofSeconds(20), Duration.ofMinutes(1));
    List<VersionRecord> images = platform.ready(160);
    platform.erase(images);
    int before = platform.notifications();
    for (int i = 0; i < 40; i++) {
      platform.ready();
    }
    Duration first = platform.sweep();
    assertThat(platform.notifications() - before).isEqualTo(40);
    Duration second = platform.sweep();
    assertThat(platform.filesOf(images)).isZero();
    assertThat(first).isLessThan(Duration.ofSeconds(66));
    assertThat(second).isLessThan(Duration.ofSeconds(66));
    for (int i = 0; i < 240 && platform.erasuresTold() < images.size(); i++) {
      platform.minute(1);
    }
    assertThat(platform.erasuresTold()).isEqualTo(images.size());
    assertThat(platform.edge.paths()).isEqualTo(images.size());
  }

  @Test
  void besideABacklogOfOutcomesFewErasuresDoNotWaitForAFullRequest() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = platform.ready(3);
    platform.erase(images);
    platform.receiverTakes(Duration.ofSeconds(2));
    int backlog = 300;
    for (int i = 0; i < backlog; i++) {
      platform.ready();
    }
    for (int i = 0; i < 6; i++) {
      platform.sweep();
    }
    assertThat(platform.notifications()).as("the backlog goes on").isLessThan(backlog);
    assertThat(platform.forgotten(images)).isEqualTo(images.size());
    assertThat(platform.edge.requests()).isEqualTo(1);
  }

  @Test
  void besideAThousandErasuresEveryOtherKindOfWorkGoesOn() throws Exception {
    Erasures platform = platform(Duration.ofMillis(200), Duration.ZERO);
    List<VersionRecord> images = platform.ready(1_000);
    platform.erase(images);
    List<VersionRecord> lost = new ArrayList<>();
    List<VersionRecord> lapsed = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lost.add(platform.started());
      lapsed.add(claimed(platform.started()));
      platform.ready();
    }
    makeDue(lost);
    makeDue(lapsed);
    int before = platform.notifications();
    platform.sweep();
    assertThat(platform.filesOf(images)).as("more than one sweep's work").isPositive();
    assertThat(lost).allSatisfy(this::isQueued);
    assertThat(lapsed).allSatisfy(this::isQueued);
    assertThat(platform.notifications() - before).isEqualTo(30);
    List<VersionRecord> oldest = images.subList(0, 100);
    assertThat(platform.filesOf(oldest)).as("the oldest come first").isZero();
    for (int i = 0; i < 10 && platform.filesOf(images) > 0; i++) {
      platform.sweep();
    }
    assertThat(platform.filesOf(images)).isZero();
  }

  private void isQueued(VersionRecord record) {
    assertThat(stored(record).state()).isInstanceOf(Queued.class);
  }

  private VersionRecord stored(VersionRecord record) {
    return jobs.version(record.job().imageId(), record.job().version()).orElseThrow();
  }

  private VersionRecord claimed(VersionRecord record) {
    VersionRecord queued =
        stored(record).to(new Queued(clock.instant()), Optional.empty(), clock.instant());
    put(stored(record), queued);
    VersionRecord claimed =
        ((Claim.Granted) Claim.of(queued, "a worker that died", clock.instant())).record();
    put(queued, claimed);
    assertThat(claimed.state()).isInstanceOf(Processing.class);
    return claimed;
  }

  private void makeDue(List<VersionRecord> records) {
    for (VersionRecord record : records) {
      VersionRecord stored = stored(record);
      put(stored, stored.to(stored.state(), Optional.of(clock.instant()), clock.instant()));
    }
  }

  private void put(VersionRecord before, VersionRecord after) {
    assertThat(jobs.commit(Change.of(new Write.PutVersion(Optional.of(before), after)))).isTrue();
  }
}
