package dev.tintype.core.flow.backup;

import dev.tintype.core.port.RecordTransfer.Row;
import dev.tintype.core.port.RecordTransfer.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads images and versions of two files of rows together, image by image in ascending order of
/// their ids. For one thread.
final class ImageReader implements AutoCloseable {

  private final RowFile.In images;
  private final RowFile.In versions;

  /// @param files the file of each table
  /// @throws IOException when a file cannot be read
  ImageReader(Map<Table, Path> files) throws IOException {
    this.images = new RowFile.In(Objects.requireNonNull(files.get(Table.IMAGES)));
    try {
      this.versions = new RowFile.In(Objects.requireNonNull(files.get(Table.VERSIONS)));
    } catch (IOException e) {
      images.close();
      throw e;
    }
  }

  /// @return the rows of the next image; absent at the end
  Optional<ImageRows> next() {
    Optional<String> id =
        Stream.concat(
                images.peek().map(Row::key).stream(),
                versions.peek().map(row -> image(row.key())).stream())
            .min(String::compareTo);
    return id.map(this::rows);
  }

  private ImageRows rows(String id) {
    Optional<Row> image = images.peek().filter(row -> row.key().equals(id));
    if (image.isPresent()) {
      images.take();
    }
    List<Row> own = new ArrayList<>();
    while (versions.peek().filter(row -> image(row.key()).equals(id)).isPresent()) {
      own.add(versions.take());
    }
    return new ImageRows(id, image, own);
  }

  /// @return the image of a version's key
  static String image(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }

  @Override
  public void close() {
    images.close();
    versions.close();
  }
}
