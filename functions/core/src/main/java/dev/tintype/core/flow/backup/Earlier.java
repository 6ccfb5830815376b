package dev.tintype.core.flow.backup;

import java.util.Optional;

/// The images of an earlier backup, beside those of a later one. For one thread.
final class Earlier implements AutoCloseable {

  private final Optional<ImageReader> images;
  private Optional<ImageRows> next;

  /// @param images absent when there is no earlier backup
  Earlier(Optional<ImageReader> images) {
    this.images = images;
    this.next = images.flatMap(ImageReader::next);
  }

  /// @param id greater than that of the call before
  /// @return the rows of this image, if the backup has it
  Optional<ImageRows> of(String id) {
    while (next.filter(image -> image.id().compareTo(id) < 0).isPresent()) {
      next = images.flatMap(ImageReader::next);
    }
    return next.filter(image -> image.id().equals(id));
  }

  @Override
  public void close() {
    images.ifPresent(ImageReader::close);
  }
}
