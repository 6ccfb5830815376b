package dev.tintype.cli.migrate;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.hosts.HostNotes.Note;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.ReceiptKeyFolder;

/// The notes of hosts that go along with the records: where the files are, and the public keys that
/// verify the receipts in the records.
final class CarriedNotes {

  private CarriedNotes() {}

  /// Writes them into another store; a second call is safe. A store that no server runs on needs
  /// none.
  ///
  /// @throws dev.tintype.core.flow.relocate.Refused when another process says at the same time
  ///   where the files are
  static void carry(String from, String to, Opening opening) {
    if (!Providers.of(JobsProvider.class, to).canServe()) {
      return;
    }
    FilesNote.carry(from, to, opening);
    HostNotes there = notes(to, opening);
    for (Note note : notes(from, opening).list(ReceiptKeyFolder.NOTE)) {
      there.write(note.name(), note.text());
    }
  }

  private static HostNotes notes(String jobs, Opening opening) {
    return Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).notes();
  }
}
