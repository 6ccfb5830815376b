package dev.tintype.cli.migrate;

import dev.tintype.core.flow.relocate.FilesMove;
import dev.tintype.core.flow.relocate.MoveBoard;
import dev.tintype.core.flow.relocate.Refused;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.Optional;

/// What stores say about a move of files. It is no record, so a move of records leaves it behind.
final class FilesNote {

  private FilesNote() {}

  /// @param jobs the address of a store
  /// @throws InvalidSetting when files are being moved by that store
  static void mustNotMove(String jobs, Opening opening) {
    try {
      if (board(jobs, opening).move().filter(FilesMove::isUnderWay).isPresent()) {
        throw new InvalidSetting(
            "The files are being moved: end that with 'tintype migrate files --finish' first.");
      }
    } catch (IllegalStateException e) {
      throw new InvalidSetting(e.getMessage() + ".", e);
    }
  }

  private static MoveBoard board(String jobs, Opening opening) {
    return new MoveBoard(Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).notes());
  }

  /// Writes what one store says into another one, unless that knows of a later move.
  ///
  /// @throws Refused when another process writes that at the same time
  static void carry(String from, String to, Opening opening) {
    Optional<FilesMove> move = board(from, opening).move();
    MoveBoard board = board(to, opening);
    Optional<FilesMove> there = board.move();
    long known = there.map(FilesMove::number).orElse(0L);
    if (move.filter(last -> last.number() > known).isPresent()
        && !board.change(there, move.get())) {
      throw new Refused(
          "Another process says in %s where the files are: run the same command again."
              .formatted(to));
    }
  }
}
