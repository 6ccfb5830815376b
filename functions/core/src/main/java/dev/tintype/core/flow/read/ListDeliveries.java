package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Outcomes;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Lists notifications: those in the outbox, or all of one image.
public final class ListDeliveries {

  private static final int MOST_EXAMINED = 1_000;
  private static final int MOST_VERSIONS = 100;

  /// No row of the outbox is due later.
  private static final Duration FAR = Duration.ofDays(36_500);

  private final JobStore jobs;
  private final FlowContext context;

  /// @param jobs holds the outbox and the images
  public ListDeliveries(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
  }

  /// What came of a notification so far.
  public enum State {
    /// It was not tried yet.
    WAITING,
    /// It failed, and is tried again.
    REFUSED,
    /// It is not in the outbox any more: the receiver accepted it, or there was none.
    TOLD;

    /// @return the name for clients, such as `waiting`
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @return the state of this name, if there is one
    public static Optional<State> of(String code) {
      return Arrays.stream(values()).filter(state -> state.code().equals(code)).findFirst();
    }
  }

  /// A notification.
  ///
  /// @param outcome what it tells; of one that was told, `attempts` and `dueAt` mean nothing
  /// @param state what came of it
  public record Delivery(Outcome outcome, State state) {
    /// @return a notification that is in the outbox
    public static Delivery inOutbox(Outcome row) {
      return new Delivery(row, row.attempts() == 0 ? State.WAITING : State.REFUSED);
    }
  }

  /// A part of the outbox.
  ///
  /// @param deliveries those that are sent next come first
  /// @param isComplete whether no others fit
  public record Part(List<Delivery> deliveries, boolean isComplete) {
    /// Copies the list.
    public Part {
      deliveries = List.copyOf(deliveries);
    }
  }

  /// Lists what is in the outbox. At most 1,000 rows are examined. Rows that cannot be read are
  /// left out.
  ///
  /// @param state list only those in this state
  /// @param limit the most of them, 1 to 200
  /// @throws StoreUnavailable when the job store does not answer
  public Part outbox(Optional<State> state, int limit) {
    List<Outcome> rows =
        jobs.due(context.now().plus(FAR), MOST_EXAMINED, EnumSet.of(DueKind.OUTCOME)).outcomes();
    List<Delivery> fitting =
        rows.stream()
            .map(Delivery::inOutbox)
            .filter(delivery -> state.isEmpty() || delivery.state() == state.get())
            .toList();
    boolean isComplete = fitting.size() <= limit && rows.size() < MOST_EXAMINED;
    return new Part(fitting.subList(0, Math.min(limit, fitting.size())), isComplete);
  }

  /// Lists the notifications of an image, the newest first: those of the last runs of its 100
  /// newest versions, or that it was erased.
  ///
  /// @throws UnreadableRecord when the record of the image or of a notification cannot be read
  /// @throws StoreUnavailable when the job store does not answer
  public Lookup<List<Delivery>> of(ImageId id) {
    return jobs.image(id)
        .<Lookup<List<Delivery>>>map(image -> new Lookup.Found<>(of(image)))
        .orElseGet(Lookup.Unknown::new);
  }

  private List<Delivery> of(ImageRecord image) {
    return switch (image.life()) {
      case Life.Live _ ->
          jobs.newest(image.id(), MOST_VERSIONS, _ -> {}).stream()
              .flatMap(version -> Outcomes.of(version).stream())
              .map(this::delivery)
              .toList();
      case Life.Erasing _ -> List.of();
      case Life.Erased erased -> List.of(delivery(Outcomes.erased(image, erased.at())));
    };
  }

  private Delivery delivery(Outcome outcome) {
    return jobs.outcome(outcome.id())
        .map(Delivery::inOutbox)
        .orElseGet(() -> new Delivery(outcome, State.TOLD));
  }
}
