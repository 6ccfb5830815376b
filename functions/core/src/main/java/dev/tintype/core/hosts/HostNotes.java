package dev.tintype.core.hosts;

import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Short texts in the job store by which its hosts tell each other how they work. They belong to
/// this store: a move of the records leaves them where they are, except the keys of receipts and
/// where the files are, and may freeze everything but them. Every read sees every write that was
/// answered before it. Safe for use by many threads and processes.
public interface HostNotes {

  /// A text.
  ///
  /// @param name of 1 to 200 characters
  /// @param text at most 10,000 characters
  /// @param age how long ago it was written, by the store's clock; not negative
  record Note(String name, String text, Duration age) {}

  /// @param prefix of the names; empty for all
  /// @return the notes, in the order of their names
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  List<Note> list(String prefix);

  /// Writes a note, whatever was there.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was written; a second call is safe
  void write(String name, String text);

  /// Writes a note if it is as the caller knows it.
  ///
  /// @param before the text that must be there; empty when there must be none
  /// @return whether it was written
  /// @throws StoreUnavailable when it is unknown whether it was written; reading tells
  boolean replace(String name, Optional<String> before, String text);

  /// Removes a note; one that is not there is no error.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was removed; a second call is safe
  void remove(String name);

  /// @return the note with this name
  /// @throws StoreUnavailable when the store cannot answer; time may cure it
  default Optional<Note> find(String name) {
    return list(name).stream().filter(note -> note.name().equals(name)).findFirst();
  }
}
