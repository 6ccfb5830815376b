package dev.tintype.core.flow.migrate;

import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a move begins, by the marks of both stores.
///
/// @param start the first step
/// @param source the mark of the old store that it was decided by
/// @param target the mark of the new store that it was decided by
public record MovePlan(Start start, Mark source, Mark target) {

  /// The first step of a run.
  public enum Start {
    /// Everybody writes to the old store; rows are copied first.
    COPY,
    /// A run that ended left the old store frozen; the last pass is next.
    LAST_PASS,
    /// The old store has been left; the new one is to be opened.
    OPEN,
    /// The records are in the new store, and it is open.
    DONE
  }

  /// Decides. Nothing is changed.
  ///
  /// @throws MoveRefused when the records of the one store cannot be moved to the other
  /// @throws dev.tintype.core.port.StoreUnavailable when a store does not answer
  public static MovePlan of(RecordTransfer from, RecordTransfer to) {
    from.whyNeverFrozen()
        .ifPresent(why -> {
          throw new MoveRefused(
              "The records of %s cannot be moved, because %s.".formatted(from.name(), why));
        });
    Mark source = from.mark();
    Mark target = to.mark();
    boolean isSame = !source.id().isEmpty() && source.id().equals(target.id());
    if (isSame || from.name().equals(to.name())) {
      throw new MoveRefused("The records are in " + to.name() + " already: name another store.");
    }
    Start start =
        switch (source.state()) {
          case OPEN -> fillable(from, to, source, target, Start.COPY);
          case FROZEN -> {
            if (!source.isOf(target) && !source.other().equals(to.name())) {
              throw new MoveRefused(
                  "%s is frozen by a move to %s: finish that move with --jobs-to %2$s, or end it with --abort."
                      .formatted(from.name(), source.other()));
            }
            yield fillable(from, to, source, target, Start.LAST_PASS);
          }
          case MOVED -> left(from, to, source, target);
          case FILLING ->
              throw new MoveRefused(
                  "%s is being filled from %s: finish that move first."
                      .formatted(from.name(), source.other()));
        };
    return new MovePlan(start, source, target);
  }

  private static Start left(RecordTransfer from, RecordTransfer to, Mark source, Mark target) {
    if (!source.isOf(target)) {
      throw new MoveRefused(
          "The records of %s were moved to %s, and %s is not that store, or was filled again since."
              .formatted(from.name(), source.other(), to.name()));
    }
    return switch (target.state()) {
      case OPEN -> Start.DONE;
      case FILLING -> {
        mustBeFilledFrom(from, to, source, target);
        yield Start.OPEN;
      }
      case FROZEN ->
          throw new MoveRefused(
              "The records of %s were moved to %s, and are being moved on to %s: finish that move."
                  .formatted(from.name(), to.name(), target.other()));
      case MOVED ->
          throw new MoveRefused(
              "The records of %s were moved to %s, and from there to %s, where they are now."
                  .formatted(from.name(), to.name(), target.other()));
    };
  }

  private static Start fillable(
      RecordTransfer from, RecordTransfer to, Mark source, Mark target, Start start) {
    switch (target.state()) {
      case OPEN -> mustBeEmpty(to);
      case FROZEN ->
          throw new MoveRefused(
              "%s is frozen by a move to %s: finish that move first."
                  .formatted(to.name(), target.other()));
      case MOVED -> {
        if (!target.isOf(source)) {
          throw new MoveRefused(
              "The records of %s were moved to %s. Only from there can they be moved back, and %s is not that store: it is another database, or lost what the move wrote. Nothing was changed; %1$s keeps its records."
                  .formatted(to.name(), target.other(), from.name()));
        }
      }
      case FILLING -> mustBeFilledFrom(from, to, source, target);
    }
    return start;
  }

  private static void mustBeFilledFrom(
      RecordTransfer from, RecordTransfer to, Mark source, Mark target) {
    if (!target.isOf(source)) {
      throw new MoveRefused(
          "%s is being filled from %s, and %s is not that store: take an empty database, or empty this one with --discard."
              .formatted(to.name(), target.other(), from.name()));
    }
  }

  /// @throws MoveRefused when the store has rows
  static void mustBeEmpty(RecordTransfer to) {
    for (Table table : Table.values()) {
      List<Row> first = to.page(table, Optional.empty(), 1);
      if (!first.isEmpty()) {
        throw new MoveRefused(
            "%s holds records of its own, such as '%s' in the table %s: take an empty database."
                .formatted(
                    to.name(), first.getFirst().key(), table.name().toLowerCase(Locale.ROOT)));
      }
    }
  }
}
