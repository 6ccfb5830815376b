package dev.tintype.cli.migrate;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.provider.Addresses;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The old and the new store of a move, and the queue that goes with the new one.
public final class StorePair implements AutoCloseable {

  private final Opening opening;
  private final RecordTransfer from;
  private final RecordTransfer to;
  private final Addresses settings;

  private StorePair(Opening opening, RecordTransfer from, RecordTransfer to, Addresses settings) {
    this.opening = opening;
    this.from = from;
    this.to = to;
    this.settings = settings;
  }

  /// Opens what the settings name and another store, making the other one where it is not there.
  ///
  /// @param address of the new store
  public static StorePair to(String address, DataFolder folder) {
    Opening opening = opening(folder);
    return orClosed(
        opening,
        () ->
            new StorePair(
                opening,
                transfer(folder.addresses().jobs(), opening),
                transfer(address, opening),
                folder.addresses()));
  }

  /// Opens both stores of a move that is to be taken back, by the mark of the one that the settings
  /// name.
  ///
  /// @throws InvalidSetting when that store took part in no move
  public static StorePair back(DataFolder folder) {
    Opening opening = opening(folder);
    return orClosed(opening, () -> back(folder, opening));
  }

  private static StorePair back(DataFolder folder, Opening opening) {
    RecordTransfer here = transfer(folder.addresses().jobs(), opening);
    Mark mark = here.mark();
    return switch (mark.state()) {
      case MOVED, FILLING ->
          new StorePair(opening, transfer(mark.other(), opening), here, folder.addresses());
      case FROZEN ->
          new StorePair(opening, here, transfer(mark.other(), opening), folder.addresses());
      case OPEN -> {
        String origin =
            mark.origin()
                .orElseThrow(() ->
                    new InvalidSetting(
                        "The records of " + here.name() + " were never moved: --back has no way."));
        yield new StorePair(opening, here, transfer(origin, opening), folder.addresses());
      }
    };
  }

  /// Opens the store that the settings name.
  static RecordTransfer settingsStore(DataFolder folder, Opening opening) {
    return transfer(folder.addresses().jobs(), opening);
  }

  static Opening opening(DataFolder folder) {
    return new Opening(folder.root(), InstantSource.system(), new SecureRandom());
  }

  private interface Opener {
    StorePair open();
  }

  private static StorePair orClosed(Opening opening, Opener opener) {
    try {
      return opener.open();
    } catch (RuntimeException e) {
      opening.close();
      throw e;
    }
  }

  private static RecordTransfer transfer(String address, Opening opening) {
    try {
      return Providers.of(JobsProvider.class, address)
          .transfer(address, opening)
          .orElseThrow(() ->
              new InvalidSetting("The records of " + address + " cannot be moved by 'migrate'."));
    } catch (IllegalStateException e) {
      throw new InvalidSetting(e.getMessage() + ".", e);
    }
  }

  RecordTransfer from() {
    return from;
  }

  RecordTransfer to() {
    return to;
  }

  /// @return the queue to use with the new store: in the same database, if the old one was in that
  ///   of the old store, and else the same as before
  String queueAddress() {
    String jobs = from.name().substring(0, from.name().indexOf(':') + 1);
    return settings.queue().startsWith(jobs) || settings.queue().equals(settings.jobs())
        ? to.name()
        : settings.queue();
  }

  JobQueue queue() {
    String address = queueAddress();
    return Providers.of(QueueProvider.class, address).queue(address, opening);
  }

  @Override
  public void close() {
    opening.close();
  }
}
