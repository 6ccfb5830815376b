package dev.tintype.cli.migrate;

import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.hosts.HostNotes.Note;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.ReceiptKeyFolder;

/// The public keys that the hosts of a store told each other. They verify the receipts in its
/// records, so they go along with them.
final class ReceiptKeyNotes {

  private ReceiptKeyNotes() {}

  /// Writes the keys of one store into another one; a second call is safe.
  static void carry(String from, String to, Opening opening) {
    HostNotes there = notes(to, opening);
    for (Note note : notes(from, opening).list(ReceiptKeyFolder.NOTE)) {
      there.write(note.name(), note.text());
    }
  }

  private static HostNotes notes(String jobs, Opening opening) {
    return Providers.of(JobsProvider.class, jobs).jobs(jobs, opening).notes();
  }
}
