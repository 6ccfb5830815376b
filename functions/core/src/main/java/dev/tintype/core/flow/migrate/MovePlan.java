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
    if (from.name().equals(to.name())) {
      throw new MoveRefused("The records are in " + to.name() + " already: name another store.");
    }
    Mark source = from.mark();
    Mark target = to.mark();
    Start start =
        switch (source.state()) {
          case OPEN -> fillable(from, to, target, Start.COPY);
          case FROZEN -> {
            if (!source.other().equals(to.name())) {
              throw new MoveRefused(
                  "%s is frozen by a move to %s: finish that move with --jobs-to %2$s, or end it with --abort."
                      .formatted(from.name(), source.other()));
            }
            yield fillable(from, to, target, Start.LAST_PASS);
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
    if (!source.other().equals(to.name())) {
      throw new MoveRefused(
          "The records of %s were moved to %s.".formatted(from.name(), source.other()));
    }
    return switch (target.state()) {
      case FILLING -> {
        mustBeFilledFrom(from, to, target);
        yield Start.OPEN;
      }
      case OPEN, FROZEN, MOVED -> Start.DONE;
    };
  }

  private static Start fillable(RecordTransfer from, RecordTransfer to, Mark target, Start start) {
    switch (target.state()) {
      case OPEN -> mustBeEmpty(to);
      case FROZEN ->
          throw new MoveRefused(
              "%s is frozen by a move to %s: finish that move first."
                  .formatted(to.name(), target.other()));
      case MOVED -> {
        if (!target.other().equals(from.name())) {
          throw new MoveRefused(
              "The records of %s were moved to %s: only from there can they be moved back."
                  .formatted(to.name(), target.other()));
        }
      }
      case FILLING -> mustBeFilledFrom(from, to, target);
    }
    return start;
  }

  private static void mustBeFilledFrom(RecordTransfer from, RecordTransfer to, Mark target) {
    if (!target.other().equals(from.name())) {
      throw new MoveRefused(
          "%s is being filled from %s: take an empty database."
              .formatted(to.name(), target.other()));
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
