package dev.tintype.server.data;

import dev.tintype.core.disk.PrivateFile;
import dev.tintype.core.disk.PrivateFolder;
import dev.tintype.core.hosts.HostNotes;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.receipt.InvalidReceiptKey;
import dev.tintype.core.receipt.PublicReceiptKey;
import dev.tintype.core.receipt.ReceiptKey;
import dev.tintype.core.receipt.ReceiptKeys;
import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys of receipts that one data folder knows: the private key that its server signs with, and
/// the public keys of all hosts, old ones too. Hosts tell each other their public keys by notes in
/// the job store. Each keeps all of them in its folder, so that a move to another job store loses
/// none. Safe for use by many threads and processes.
public final class ReceiptKeyFolder {

  /// What the names of the notes with public keys begin with.
  public static final String NOTE = "receipt-key/";

  private static final String PUBLIC = ".pub";

  private final Path folder;
  private final Optional<Path> keyFile;
  private final HostNotes notes;
  private final SecureRandom random;

  /// @param data the data folder
  /// @param keyFile the private key, if it is not the folder's own
  /// @param notes where hosts tell each other their public keys
  /// @param random what a new key is drawn from
  public ReceiptKeyFolder(
      DataFolder data, Optional<Path> keyFile, HostNotes notes, SecureRandom random) {
    this.folder = data.receipts();
    this.keyFile = keyFile;
    this.notes = notes;
    this.random = random;
  }

  /// Answers the key that this host signs with, and makes one if there is none. Of several
  /// processes that make it at once, one wins.
  ///
  /// @throws InvalidSetting when the file holds no key, or the file of the settings cannot be read
  /// @throws StoreUnavailable when the disk fails
  public ReceiptKey own() {
    if (keyFile.isPresent()) {
      return given(keyFile.get());
    }
    try {
      if (!Files.exists(file())) {
        PrivateFolder.make(folder);
        PrivateFile.create(file(), ReceiptKey.fresh(random).pem());
      }
      return parsed(file());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static ReceiptKey given(Path file) {
    try {
      return parsed(file);
    } catch (FileSystemException e) {
      throw new InvalidSetting("TINTYPE_RECEIPT_KEY_FILE: " + file + ": " + FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new InvalidSetting("TINTYPE_RECEIPT_KEY_FILE: " + file + " cannot be read.", e);
    }
  }

  private static ReceiptKey parsed(Path file) throws IOException {
    try {
      return ReceiptKey.parse(Files.readString(file));
    } catch (InvalidReceiptKey e) {
      throw new InvalidSetting(file + " is " + e.getMessage() + ".", e);
    }
  }

  /// Makes a new key in the folder. The old public key stays known.
  ///
  /// @return the new key, which a server signs with from its next start
  /// @throws InvalidSetting when the settings name the key
  /// @throws StoreUnavailable when the disk or the job store fails
  public ReceiptKey rotate() {
    if (keyFile.isPresent()) {
      throw new InvalidSetting(
          "TINTYPE_RECEIPT_KEY_FILE names the key: put another one into that file.");
    }
    publish();
    try {
      PrivateFile.replace(file(), ReceiptKey.fresh(random).pem());
    } catch (IOException e) {
      throw failed(e);
    }
    publish();
    return own();
  }

  /// Tells the other hosts the public keys of this folder, and keeps those of the others here.
  ///
  /// @throws StoreUnavailable when the disk or the job store fails; a second call is safe
  public void publish() {
    try {
      PrivateFolder.make(folder);
      keep(own().publicKey());
      List<PublicReceiptKey> told = told();
      for (PublicReceiptKey key : kept()) {
        if (!told.contains(key)) {
          notes.write(NOTE + key.id(), key.base64());
        }
      }
      for (PublicReceiptKey key : told) {
        keep(key);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void keep(PublicReceiptKey key) throws IOException {
    Path file = folder.resolve(key.id() + PUBLIC);
    if (!Files.exists(file)) {
      PrivateFile.replace(file, key.base64() + "\n");
    }
  }

  private List<PublicReceiptKey> kept() throws IOException {
    List<PublicReceiptKey> keys = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return keys;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(PUBLIC)).toList()) {
        keys.add(key(Files.readString(file).strip(), file.toString()));
      }
    }
    return keys;
  }

  private List<PublicReceiptKey> told() {
    return notes.list(NOTE).stream().map(note -> key(note.text(), note.name())).toList();
  }

  private static PublicReceiptKey key(String base64, String where) {
    try {
      return new PublicReceiptKey(base64);
    } catch (InvalidReceiptKey e) {
      throw new InvalidSetting(where + " is " + e.getMessage() + ".", e);
    }
  }

  /// Answers every public key that this host knows: those in its folder and those in the job store.
  ///
  /// @throws StoreUnavailable when the disk or the job store fails
  public ReceiptKeys known() {
    try {
      return new ReceiptKeys(Stream.concat(kept().stream(), told().stream()).toList());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path file() {
    return folder.resolve("key.pem");
  }

  private StoreUnavailable failed(IOException e) {
    return new StoreUnavailable("the keys of receipts in " + folder + " cannot be used: " + e, e);
  }
}
