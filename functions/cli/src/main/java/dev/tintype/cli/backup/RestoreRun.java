package dev.tintype.cli.backup;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.backup.BackupPlace;
import dev.tintype.core.flow.backup.RestoreBackup;
import dev.tintype.core.flow.migrate.MoveListener;
import dev.tintype.core.flow.migrate.WakeUp;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Table;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// Restores a backup into the installation that the settings name.
public final class RestoreRun implements AutoCloseable {

  private final Opening opening;
  private final RecordTransfer records;
  private final StorageProvider.Opened storage;
  private final Addresses addresses;

  private RestoreRun(
      Opening opening,
      RecordTransfer records,
      StorageProvider.Opened storage,
      Addresses addresses) {
    this.opening = opening;
    this.records = records;
    this.storage = storage;
    this.addresses = addresses;
  }

  /// Opens the installation, making what is not there.
  ///
  /// @param place where the backup is
  /// @throws InvalidSetting when nothing can be restored into it, such as into the place itself
  public static RestoreRun open(DataFolder folder, PlaceAddress place) {
    Addresses addresses = folder.addresses();
    if (addresses.nextStorage().isPresent()) {
      throw new InvalidSetting("TINTYPE_STORAGE_NEXT is set: restore without it.");
    }
    Opening opening = new Opening(folder.root(), InstantSource.system(), new SecureRandom());
    try {
      place.mustBeOutside(addresses.storage(), opening);
      folder.prepared();
      RecordTransfer records = records(addresses.jobs(), opening);
      return new RestoreRun(opening, records, storage(addresses.storage(), opening), addresses);
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private static RecordTransfer records(String address, Opening opening) {
    try {
      return Providers.of(JobsProvider.class, address)
          .transfer(address, opening)
          .orElseThrow(
              () -> new InvalidSetting("Records cannot be restored into " + address + "."));
    } catch (IllegalStateException e) {
      throw new InvalidSetting(e.getMessage() + ".", e);
    }
  }

  private static StorageProvider.Opened storage(String address, Opening opening) {
    try {
      StorageProvider.Opened opened =
          Providers.of(StorageProvider.class, address).storage(address, opening);
      opened.trial().require(address);
      return opened;
    } catch (InvalidAddress e) {
      throw e.of(PlatformSettings.STORAGE);
    }
  }

  /// @return the name of the job store, for people
  public String name() {
    return records.name();
  }

  /// Restores a backup, or goes on with it, and sends messages for what waits. When the queue does
  /// not answer, everything is restored all the same: the sweeper sends the messages.
  ///
  /// @param stopping whether the user asked to stop
  public RestoreBackup.Ended restore(
      BackupPlace place,
      BackupPlace.Entry entry,
      int parallel,
      FlowContext context,
      BackupReport report,
      BooleanSupplier stopping) {
    Providers.of(QueueProvider.class, addresses.queue()).check(addresses.queue());
    RestoreBackup.Ended ended =
        new RestoreBackup(
                place,
                new RestoreBackup.Target(records, storage.originals(), storage.variants()),
                parallel,
                context,
                report,
                stopping)
            .restore(entry);
    if (ended instanceof RestoreBackup.Ended.Whole whole) {
      try {
        report.restored(entry, whole.files(), whole.bytes(), sent(context));
      } catch (StoreUnavailable | InvalidAddress e) {
        report.restored(entry, whole.files(), whole.bytes(), 0);
        report.failed(
            "The queue cannot be used (%s). The server sends the messages when it can."
                .formatted(e.getMessage()));
      }
    }
    return ended;
  }

  private long sent(FlowContext context) {
    String queue = addresses.queue();
    return new WakeUp(
            records, Providers.of(QueueProvider.class, queue).queue(queue, opening), context.now())
        .send(new Quiet());
  }

  /// Says nothing: sending takes seconds.
  private static final class Quiet implements MoveListener {
    @Override
    public void advanced(Phase phase, Table table, long done, long rows) {}

    @Override
    public void closing(Duration estimate) {}

    @Override
    public void reached(Boundary boundary) {}
  }

  @Override
  public void close() {
    opening.close();
  }
}
