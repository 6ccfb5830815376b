package dev.tintype.core.flow.read;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.read.Describe.Described;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.JobStore.ImagePage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Lists images, newest first, by the state of their latest version.
public final class ListImages {

  private static final int MOST_LOOKED_AT = 1_000;

  private final JobStore jobs;
  private final Describe describe;

  /// @param jobs where images are kept
  public ListImages(JobStore jobs) {
    this.jobs = jobs;
    this.describe = new Describe(jobs);
  }

  /// A part of the list.
  ///
  /// @param <T> what is kept of an image
  /// @param images what was found
  /// @param unreadable images, or their versions, whose record cannot be read
  /// @param next where the next part begins; absent at the end. A part may be short, or empty,
  ///   while there is a next one: only so many images are looked at for one answer
  public record Part<T>(List<T> images, List<Unreadable> unreadable, Optional<ImageId> next) {
    /// Copies the lists.
    public Part {
      images = List.copyOf(images);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// @param state only images whose latest version is in this state, such as `failed`
  /// @param before where the part before ended
  /// @param limit at most so many, 1 to 200
  /// @param row makes what is kept of an image: its manifest is large, and not held for the others
  /// @throws StoreUnavailable when the job store does not answer
  public <T> Part<T> list(
      Optional<String> state,
      Optional<ImageId> before,
      int limit,
      Function<Described.Found, T> row) {
    List<T> found = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Optional<ImageId> cursor = before;
    for (int lookedAt = 0; lookedAt < MOST_LOOKED_AT; ) {
      int wanted = limit - found.size();
      ImagePage page = jobs.page(state, cursor, wanted);
      unreadable.addAll(page.unreadable());
      for (ImageRecord image : page.images()) {
        describe(image, unreadable::add)
            .filter(it -> state.filter(s -> !s.equals(it.latest().state().code())).isEmpty())
            .map(row)
            .ifPresent(found::add);
      }
      lookedAt += wanted;
      cursor = page.next();
      boolean isShort = page.images().size() + page.unreadable().size() < wanted;
      if (found.size() == limit || cursor.isEmpty() || isShort) {
        break;
      }
    }
    return new Part<>(found, unreadable, cursor);
  }

  /// @return the image, unless it was erased meanwhile or a record of it cannot be read
  private Optional<Described.Found> describe(ImageRecord image, Consumer<Unreadable> skipped) {
    try {
      return describe.describe(image) instanceof Described.Found it
          ? Optional.of(it)
          : Optional.empty();
    } catch (UnreadableRecord e) {
      skipped.accept(e.unreadable());
      return Optional.empty();
    }
  }
}
