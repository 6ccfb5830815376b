package dev.tintype.cli.importing;

import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.Range;
import dev.tintype.core.port.Storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The objects of a bucket, or of a part of it. A key that ends with a slash is a folder that some
/// programs make, and no file.
final class BucketSource implements ImportSource {

  private static final int PAGE = 1_000;

  private final Storage storage;
  private final String name;
  private final Path work;

  /// @param work a folder for fetched files
  BucketSource(Storage storage, String name, Path work) {
    this.storage = storage;
    this.name = name;
    this.work = work;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void each(Visitor visitor) {
    Storage.Pages pages = storage.pages("");
    Optional<String> after = Optional.empty();
    List<StoredObject> page;
    do {
      page = pages.page(after, PAGE);
      for (StoredObject object : page) {
        after = Optional.of(object.key());
        if (object.key().endsWith("/")) {
          visitor.left(object.key(), "a folder");
        } else if (!visitor.item(
            new ImportItem(object.key(), object.bytes(), object.modifiedAt().toString()))) {
          return;
        }
      }
    } while (page.size() == PAGE);
  }

  @Override
  public Optional<InputStream> beginning(ImportItem item, int most) {
    return item.bytes() == 0
        ? Optional.of(InputStream.nullInputStream())
        : storage.open(item.name(), Optional.of(new Range(0, most - 1L)));
  }

  @Override
  public Optional<Local> local(ImportItem item) throws IOException {
    try (InputStream in = storage.open(item.name(), Optional.empty()).orElse(null)) {
      if (in == null) {
        return Optional.empty();
      }
      Path file = work.resolve(UUID.randomUUID().toString());
      try {
        Files.copy(in, file);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return Optional.of(new Local(file, /* isFetched= */ true));
    }
  }
}
