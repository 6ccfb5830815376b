package dev.tintype.core.flow;

import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Outcomes;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the next record of a version. If the change has an outcome to notify, the same change
/// also writes the outcome and the live image.
public final class VersionWrites {

  private final JobStore jobs;
  private final Commits commits;

  public VersionWrites(JobStore jobs) {
    this.jobs = jobs;
    this.commits = new Commits(jobs);
  }

  /// @return whether the record was written; false when the version or the image changed meanwhile
  public boolean write(VersionRecord before, VersionRecord after) {
    return change(before, after).filter(commits::commit).isPresent();
  }

  /// Also sends the messages of what is queued, as [Commits] does.
  ///
  /// @return whether the record was written; false when the version or the image changed meanwhile
  public boolean write(
      VersionRecord before, VersionRecord after, Messages messages, List<Sending> sendings) {
    return change(before, after)
        .filter(change -> commits.commit(change, messages, sendings))
        .isPresent();
  }

  /// @return absent when the image is not live
  private Optional<Change> change(VersionRecord before, VersionRecord after) {
    Write put = new Write.PutVersion(Optional.of(before), after);
    Optional<Outcome> outcome =
        after.state().equals(before.state()) ? Optional.empty() : Outcomes.of(after);
    if (outcome.isEmpty()) {
      return Optional.of(Change.of(put));
    }
    ImageRecord image = jobs.image(after.job().imageId()).orElse(null);
    if (image == null || !image.isLive()) {
      return Optional.empty();
    }
    ImageRecord next = after.state() instanceof Ready ? image.withReady(after) : image.touched();
    List<Write> writes = new ArrayList<>();
    writes.add(put);
    writes.add(new Write.PutImage(Optional.of(image), next));
    writes.add(new Write.AddOutcome(outcome.get()));
    return Optional.of(new Change(writes));
  }

  public boolean isLive(VersionRecord record) {
    return jobs.image(record.job().imageId()).filter(ImageRecord::isLive).isPresent();
  }
}
