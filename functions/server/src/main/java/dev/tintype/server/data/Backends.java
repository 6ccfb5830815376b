package dev.tintype.server.data;

import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.relocate.MoveBoard;
import dev.tintype.core.hosts.HostNotes;
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
import dev.tintype.server.data.MovingStores.Known;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The adapters of one host, opened together. Safe for use by many threads; several processes may
/// have the same ones open.
///
/// @param folder the data folder
/// @param jobs images and versions
/// @param tokens bearer tokens of clients
/// @param leases by which hosts agree which one runs a loop
/// @param queue messages to the workers
/// @param notes by which hosts tell each other how they work
/// @param board where a move of files is written
/// @param process the name of this process there
/// @param storage originals and variants, and what signs their URLs
/// @param opening closes the adapters and looks after them
public record Backends(
    DataFolder folder,
    JobStore jobs,
    TokenStore tokens,
    LoopLeases leases,
    JobQueue queue,
    HostNotes notes,
    MoveBoard board,
    ProcessName process,
    MovingStores storage,
    Opening opening)
    implements AutoCloseable {

  /// Opens everything, making what is not there.
  ///
  /// @throws FolderUnusable when the folder cannot be written, or holds no database of ours, or its
  ///   records were moved to another store
  /// @throws InvalidAddress when an address cannot be opened as it is
  /// @throws InvalidSetting when the settings do not name where the files are, or a queue that is
  ///   not as it must be
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
    try {
      jobs = Providers.of(JobsProvider.class, addresses.jobs()).jobs(addresses.jobs(), opening);
    } catch (IllegalStateException e) {
      throw new FolderUnusable(folder, e.getMessage() + ".", e);
    }
    JobQueue queue = queue(addresses.queue(), opening);
    mustHoldTheRecords(folder, opening);
    MoveBoard board = new MoveBoard(jobs.notes());
    ProcessName process = ProcessName.of(Host.of(folder), opening.random());
    return new Backends(
        folder,
        jobs.jobs(),
        jobs.tokens(),
        jobs.leases(),
        queue,
        jobs.notes(),
        board,
        process,
        storage(addresses, board, process, opening),
        opening);
  }

  private static JobQueue queue(String address, Opening opening) {
    try {
      return Providers.of(QueueProvider.class, address).queue(address, opening);
    } catch (IllegalStateException e) {
      throw new InvalidSetting(PlatformSettings.QUEUE + ": " + e.getMessage() + ".", e);
    }
  }

  /// A move of files is read before any storage is opened, so that none is made where no file is.
  private static MovingStores storage(
      Addresses addresses, MoveBoard board, ProcessName process, Opening opening) {
    String own = name(PlatformSettings.STORAGE, addresses.storage(), opening);
    Optional<String> next =
        addresses
            .nextStorage()
            .map(address -> name(PlatformSettings.NEXT_STORAGE, address, opening));
    if (next.filter(own::equals).isPresent()) {
      throw new InvalidSetting("TINTYPE_STORAGE and TINTYPE_STORAGE_NEXT name the same storage.");
    }
    List<String> names = Stream.concat(Stream.of(own), next.stream()).toList();
    StorageWatch watch = opening.opened(new StorageWatch(board, process, names));
    watch
        .complaint()
        .ifPresent(complaint -> {
          throw new InvalidSetting(complaint);
        });
    opening.check(watch::complaint);
    return new MovingStores(
        known(PlatformSettings.STORAGE, addresses.storage(), own, opening),
        addresses
            .nextStorage()
            .map(address ->
                known(PlatformSettings.NEXT_STORAGE, address, next.orElseThrow(), opening)),
        watch::move);
  }

  private static Known known(String setting, String address, String name, Opening opening) {
    try {
      return new Known(
          address, name, Providers.of(StorageProvider.class, address).storage(address, opening));
    } catch (InvalidAddress e) {
      throw e.of(setting);
    }
  }

  private static String name(String setting, String address, Opening opening) {
    try {
      return Providers.of(StorageProvider.class, address).name(address, opening);
    } catch (InvalidAddress e) {
      throw e.of(setting);
    }
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

  /// Tries out whether the storage keeps what Tintype needs. A server does this once when it
  /// starts; workers and commands rely on it.
  ///
  /// @return what an operator should know, one sentence each
  /// @throws InvalidAddress when the storage lacks something; it lists everything
  /// @throws dev.tintype.core.port.StoreUnavailable when the storage does not answer
  public List<String> tryStorage() {
    return Stream.concat(
            tried(PlatformSettings.STORAGE, storage.own()),
            storage.other().stream().flatMap(other -> tried(PlatformSettings.NEXT_STORAGE, other)))
        .toList();
  }

  private static Stream<String> tried(String setting, Known known) {
    Trial trial = known.opened().trial();
    try {
      trial.require(known.address());
    } catch (InvalidAddress e) {
      throw e.of(setting);
    }
    return trial.remarks().stream();
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
