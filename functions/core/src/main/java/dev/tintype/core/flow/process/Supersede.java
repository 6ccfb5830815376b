package dev.tintype.core.flow.process;

import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Commits;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Messages;
import dev.tintype.core.flow.NamedSets;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Supersession;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ends a job of another render revision and queues its successor.
final class Supersede {

  private final JobStore jobs;
  private final Commits commits;
  private final Messages messages;
  private final NamedSets namedSets;
  private final FlowContext context;

  Supersede(JobStore jobs, JobSender sender, FlowContext context) {
    this.jobs = jobs;
    this.commits = new Commits(jobs);
    this.messages = new Messages(sender);
    this.namedSets = new NamedSets(jobs);
    this.context = context;
  }

  /// @return absent when somebody else wrote first
  Optional<Verdict> supersede(ImageRecord image, VersionRecord record, RenderRevision revision) {
    ImageJob job = Supersession.successor(record.job(), revision, context.now());
    Optional<VersionRecord> stored = jobs.version(job.imageId(), job.version());
    return switch (Supersession.of(record, job, stored, context.now())) {
      case Supersession.LeaveToOthers _ ->
          Optional.of(new Verdict.RetryAfter(Duration.ofMinutes(1)));
      case Supersession.Replace replace -> replace(image, record, replace);
    };
  }

  private Optional<Verdict> replace(
      ImageRecord image, VersionRecord record, Supersession.Replace replace) {
    VersionRecord successor = replace.successor();
    Optional<ImageRecord> known = replace.isNew() ? Optional.of(image) : namedSets.of(image);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<Write> writes = new ArrayList<>();
    writes.add(new Write.PutVersion(Optional.of(record), replace.ended()));
    if (replace.isWritten()) {
      writes.add(new Write.PutVersion(replace.stored(), successor));
    }
    writes.add(
        new Write.PutImage(Optional.of(image), known.get().withSuccessor(record, successor)));
    List<Sending> sendings =
        successor.state().isEnd()
            ? List.of()
            : List.of(Messages.sending(successor, "successor", Duration.ZERO));
    if (!commits.commit(new Change(writes), messages, sendings)) {
      return Optional.empty();
    }
    context.boundary().reached(StepBoundary.ENDED);
    FlowLog.event("process.superseded", record).with("by", successor.job().version()).info();
    return Optional.of(new Verdict.Done(Optional.of(replace.ended())));
  }
}
