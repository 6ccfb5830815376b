package dev.tintype.server.data;

import dev.tintype.core.flow.Stores;
import dev.tintype.files.FileStorage;
import dev.tintype.files.SigningSecret;
import dev.tintype.sqlite.SqliteDatabase;
import dev.tintype.sqlite.SqliteJobStore;
import dev.tintype.sqlite.SqliteQueue;
import dev.tintype.sqlite.TokenStore;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The adapters over one data folder, opened together. Safe for use by many threads; several
/// processes may have the same folder open.
///
/// @param folder the folder
/// @param database the SQLite file
/// @param jobs images and versions
/// @param queue messages to the workers
/// @param originals the private storage
/// @param variants the public storage
/// @param tokens who may ask
public record Backends(
    DataFolder folder,
    SqliteDatabase database,
    SqliteJobStore jobs,
    SqliteQueue queue,
    FileStorage originals,
    FileStorage variants,
    TokenStore tokens)
    implements AutoCloseable {

  /// The most receives of a message before it becomes a dead letter. Only a message that kills its
  /// worker each time reaches this number.
  private static final int MOST_RECEIVES = 50;

  /// Opens everything, making what is not there.
  ///
  /// @throws FolderUnusable when the folder cannot be written, or holds no database of ours
  /// @throws dev.tintype.core.port.StoreUnavailable when the disk or the database fails
  public static Backends open(DataFolder folder, InstantSource clock, SecureRandom random) {
    folder.prepared();
    SqliteDatabase database = database(folder);
    return new Backends(
        folder,
        database,
        new SqliteJobStore(database),
        new SqliteQueue(database, clock, MOST_RECEIVES),
        FileStorage.open(folder.originals(), clock),
        FileStorage.open(folder.variants(), clock),
        new TokenStore(database, clock, random));
  }

  private static SqliteDatabase database(DataFolder folder) {
    try {
      return SqliteDatabase.open(folder.database());
    } catch (IllegalStateException e) {
      throw new FolderUnusable(folder, e.getMessage() + ".", e);
    }
  }

  /// @return what flows work on
  public Stores stores() {
    return new Stores(jobs, originals, variants);
  }

  /// @return what signs URLs, made at the first start
  public SigningSecret secret(SecureRandom random) {
    return SigningSecret.at(folder.secret(), random);
  }

  @Override
  public void close() {
    variants.close();
    originals.close();
    database.close();
  }
}
