package dev.tintype.core.flow.relocate;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.hosts.HostNotes.Note;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Optional;

/// Where a move of files and the processes that act by it are written. Safe for use by many threads
/// and processes.
///
/// A process first writes that it is there, and then reads the move. The command that moves writes
/// the move, and then reads who is there. So one of them sees the other.
public final class MoveBoard {

  private static final String MOVE = "files-move";
  private static final String HOST = "host/";

  private final HostNotes notes;

  public MoveBoard(HostNotes notes) {
    this.notes = notes;
  }

  /// @return the last move, under way, finished or forgotten; absent when files were never moved
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  /// @throws dev.tintype.core.json.MalformedJson when a newer release wrote it
  public Optional<FilesMove> move() {
    return notes.find(MOVE).map(note -> FilesMove.parse(note.text()));
  }

  /// Changes the move.
  ///
  /// @param before as it was read
  /// @return whether it was as it was read; otherwise another command changed it meanwhile, and
  ///   nothing was written
  /// @throws StoreUnavailable when it is unknown whether it was changed; reading tells
  public boolean change(Optional<FilesMove> before, FilesMove next) {
    return notes.replace(MOVE, before.map(FilesMove::text), next.text());
  }

  /// @return the processes that are there, or were and said no goodbye
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  public List<HostMark> hosts() {
    return notes.list(HOST).stream().map(MoveBoard::mark).toList();
  }

  private static HostMark mark(Note note) {
    return HostMark.parse(note.name().substring(HOST.length()), note.text(), note.age());
  }

  /// Says that a process is there.
  ///
  /// @param process its name
  /// @param storages the names of the storages that it knows
  /// @param acts the number of the move that it acts by; 0 when it knows of none
  /// @throws StoreUnavailable when it is unknown whether it was said; a second call is safe
  public void say(String process, List<String> storages, long acts) {
    notes.write(HOST + process, HostMark.text(storages, acts));
  }

  /// Forgets a process that has ended.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was forgotten; a second call is safe
  public void forget(String process) {
    notes.remove(HOST + process);
  }
}
