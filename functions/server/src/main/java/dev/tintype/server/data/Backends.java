package dev.tintype.server.data;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.core.provider.Trial;
import dev.tintype.server.settings.PlatformSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The adapters of one host, opened together. Safe for use by many threads; several processes may
/// have the same ones open.
///
/// @param folder the data folder
/// @param jobs images and versions
/// @param tokens bearer tokens of clients
/// @param leases by which hosts agree which one runs a loop
/// @param queue messages to the workers
/// @param storage originals and variants, and what signs their URLs
/// @param opening closes the adapters and looks after them
public record Backends(
    DataFolder folder,
    JobStore jobs,
    TokenStore tokens,
    LoopLeases leases,
    JobQueue queue,
    StorageProvider.Opened storage,
    Opening opening)
    implements AutoCloseable {

  /// Opens everything, making what is not there.
  ///
  /// @throws FolderUnusable when the folder cannot be written, or holds no database of ours, or its
  ///   records were moved to another store
  /// @throws InvalidAddress when an address cannot be opened as it is
  /// @throws dev.tintype.core.port.StoreUnavailable when the disk or the database fails
  public static Backends open(DataFolder folder, InstantSource clock, SecureRandom random) {
    folder.prepared();
    Opening opening = new Opening(folder.root(), clock, random);
    try {
      return open(folder, opening);
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private static Backends open(DataFolder folder, Opening opening) {
    Addresses addresses = folder.addresses();
    JobsProvider.Opened jobs;
    JobQueue queue;
    try {
      jobs = Providers.of(JobsProvider.class, addresses.jobs()).jobs(addresses.jobs(), opening);
      queue =
          Providers.of(QueueProvider.class, addresses.queue()).queue(addresses.queue(), opening);
    } catch (IllegalStateException e) {
      throw new FolderUnusable(folder, e.getMessage() + ".", e);
    }
    mustHoldTheRecords(folder, opening);
    return new Backends(
        folder,
        jobs.jobs(),
        jobs.tokens(),
        jobs.leases(),
        queue,
        storage(addresses.storage(), opening),
        opening);
  }

  /// A store whose records are in another one, or not all here yet, is not worked on.
  private static void mustHoldTheRecords(DataFolder folder, Opening opening) {
    String address = folder.addresses().jobs();
    Providers.of(JobsProvider.class, address)
        .transfer(address, opening)
        .map(RecordTransfer::mark)
        .filter(mark -> mark.state() == State.MOVED || mark.state() == State.FILLING)
        .ifPresent(mark -> {
          throw new FolderUnusable(folder, mark.explanation() + "." + advice(mark));
        });
  }

  private static String advice(Mark mark) {
    if (mark.state() != State.MOVED) {
      return "";
    }
    return Providers.find(JobsProvider.class, mark.other())
            .filter(JobsProvider::canServe)
            .isPresent()
        ? " Set TINTYPE_JOBS and TINTYPE_QUEUE to that store. With these settings, 'tintype migrate --back' takes back a move."
        : " No server runs on that store, and there is no way back. docs/grow.md says more.";
  }

  private static StorageProvider.Opened storage(String address, Opening opening) {
    try {
      return Providers.of(StorageProvider.class, address).storage(address, opening);
    } catch (InvalidAddress e) {
      throw e.of(PlatformSettings.STORAGE);
    }
  }

  /// Tries out whether the storage keeps what Tintype needs. A server does this once when it
  /// starts; workers and commands rely on it.
  ///
  /// @return what an operator should know, one sentence each
  /// @throws InvalidAddress when the storage lacks something; it lists everything
  /// @throws dev.tintype.core.port.StoreUnavailable when the storage does not answer
  public List<String> tryStorage() {
    Trial trial = storage.trial();
    try {
      trial.require(folder.addresses().storage());
    } catch (InvalidAddress e) {
      throw e.of(PlatformSettings.STORAGE);
    }
    return trial.remarks();
  }

  /// @return whether a server ever kept its jobs where this folder's server does
  public static boolean areIn(DataFolder folder, InstantSource clock, SecureRandom random) {
    String jobs = folder.addresses().jobs();
    return Providers.of(JobsProvider.class, jobs)
        .isThere(jobs, new Opening(folder.root(), clock, random));
  }

  /// @return whether opening this folder's storage would make no new, empty one
  public static boolean filesAreIn(DataFolder folder, InstantSource clock, SecureRandom random) {
    String storage = folder.addresses().storage();
    return Providers.of(StorageProvider.class, storage)
        .isThere(storage, new Opening(folder.root(), clock, random));
  }

  /// @return the private storage
  public Storage originals() {
    return storage.originals();
  }

  /// @return the public storage
  public Storage variants() {
    return storage.variants();
  }

  /// @return what flows work on
  public Stores stores() {
    return new Stores(jobs, originals(), variants());
  }

  /// @return what keeps the adapters from working now, in a sentence, if anything does
  public Optional<String> complaint() {
    return opening.complaint();
  }

  /// Does what the adapters need every few seconds while a server runs.
  ///
  /// @throws dev.tintype.core.port.StoreUnavailable when an adapter fails; nothing is lost
  public void keepUp() {
    opening.keepUp();
  }

  @Override
  public void close() {
    opening.close();
  }
}
