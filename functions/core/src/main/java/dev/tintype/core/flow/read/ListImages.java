package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lists images, newest first, by the state of their latest version.
public final class ListImages {

  private static final int MOST_LOOKED_AT = 1_000;

  private final JobStore jobs;
  private final Describe describe;

  /// @param jobs holds the images
  public ListImages(JobStore jobs) {
    this.jobs = jobs;
    this.describe = new Describe(jobs);
  }

  /// One page of the list.
  ///
  /// @param <T> what the caller keeps of each image
  /// @param images the images found
  /// @param unreadable images or versions whose record cannot be read
  /// @param next where the next page begins; absent at the end. Only so many images are examined
  ///   for a page. So a page before the end may be short or empty.
  public record Part<T>(List<T> images, List<Unreadable> unreadable, Optional<ImageId> next) {
    /// Copies the lists.
    public Part {
      images = List.copyOf(images);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @param state list only images whose latest version is in this state, such as `failed`
  /// @param before where the page before ended
  /// @param limit the most images on a page, 1 to 200
  /// @param row maps an image to what the caller keeps of it, so that not all manifests of a page
  ///   are in memory at the same time
  /// @throws StoreUnavailable when the job store does not answer
  public <T> Part<T> list(
      Optional<String> state, Optional<ImageId> before, int limit, Function<Described, T> row) {
    List<T> found = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Optional<ImageId> cursor = before;
    for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; ) {
      int wanted = limit - found.size();
      ImagePage page = jobs.page(state, cursor, wanted);
      unreadable.addAll(page.unreadable());
      describe.each(
          page.images(),
          image -> {
            if (state.isEmpty() || state.get().equals(image.latest().state().code())) {
              found.add(row.apply(image));
            }
          },
          unreadable::add);
      lookedAt += wanted;
      cursor = page.next();
      boolean isShort = page.images().size() + page.unreadable().size() < wanted;
      if (found.size() == limit || cursor.isEmpty() || isShort) {
        break;
      }
    }
    return new Part<>(found, unreadable, cursor);
  }
}
