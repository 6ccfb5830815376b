package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.Metadata;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lists images, newest first, by the state of their latest version and by their metadata.
public final class ListImages {

  private static final int MOST_LOOKED_AT = 1_000;
  private static final int SEARCHED_TOGETHER = 100;

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

  /// Which images are listed.
  ///
  /// @param state only those whose latest version is in this state, such as `failed`
  /// @param metadata only those whose metadata has this entry
  public record Wanted(Optional<String> state, Optional<Metadata.Entry> metadata) {

    private boolean has(Described image) {
      return state.isEmpty() || state.get().equals(image.latest().state().code());
    }

    /// The index of metadata has images in every state.
    private boolean isSearch() {
      return state.isPresent() && metadata.isPresent();
    }
  }

  /// Lists images by the state of their latest version.
  ///
  /// @param state list only images whose latest version is in this state, such as `failed`
  /// @param before where the page before ended
  /// @param limit the most images on a page, 1 to 200
  /// @param row maps an image to what the caller keeps of it, so that not all manifests of a page
  ///   are in memory at the same time
  /// @throws StoreUnavailable when the job store does not answer
  public <T> Part<T> list(
      Optional<String> state, Optional<ImageId> before, int limit, Function<Described, T> row) {
    return list(new Wanted(state, Optional.empty()), before, limit, row);
  }

  /// @param wanted which images
  /// @param before where the page before ended
  /// @param limit the most images on a page, 1 to 200
  /// @param row maps an image to what the caller keeps of it, so that not all manifests of a page
  ///   are in memory at the same time
  /// @throws StoreUnavailable when the job store does not answer
  public <T> Part<T> list(
      Wanted wanted, Optional<ImageId> before, int limit, Function<Described, T> row) {
    List<T> found = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Optional<ImageId> cursor = before;
    for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; ) {
      int left = limit - found.size();
      int asked = wanted.isSearch() ? Math.max(left, SEARCHED_TOGETHER) : left;
      ImagePage page = page(wanted, cursor, asked);
      unreadable.addAll(page.unreadable());
      List<ImageId> last = new ArrayList<>();
      describe.each(
          page.images(),
          image -> {
            if (found.size() < limit && wanted.has(image)) {
              found.add(row.apply(image));
              last.add(image.image().id());
            }
          },
          unreadable::add);
      lookedAt += asked;
      boolean isFull = found.size() == limit;
      cursor = isFull ? rest(page, last) : page.next();
      boolean isShort = page.images().size() + page.unreadable().size() < asked;
      if (isFull || cursor.isEmpty() || isShort) {
        break;
      }
    }
    return new Part<>(found, unreadable, cursor);
  }

  private ImagePage page(Wanted wanted, Optional<ImageId> before, int limit) {
    return wanted.metadata().isPresent()
        ? jobs.page(wanted.metadata().get(), before, limit)
        : jobs.page(wanted.state(), before, limit);
  }

  /// @param found the images of the page that were kept
  /// @return where the list goes on when it was full before the end of a page
  private static Optional<ImageId> rest(ImagePage page, List<ImageId> found) {
    boolean isWhole = found.isEmpty() || page.images().getLast().id().equals(found.getLast());
    return isWhole ? page.next() : Optional.of(found.getLast());
  }
}
