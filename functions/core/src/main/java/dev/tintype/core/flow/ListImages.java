package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.flow.Describe.Described;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lists images, newest first, by the state of their latest version.
public final class ListImages {

  private static final int PAGE = 100;
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
  /// @param next where the next part begins; absent at the end. A part may be short, or empty,
  ///   while there is a next one: only so many images are looked at for one answer
  public record Part<T>(List<T> images, Optional<ImageId> next) {
    /// Copies the list.
    public Part {
      images = List.copyOf(images);
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
    Optional<ImageId> cursor = before;
    int lookedAt = 0;
    while (lookedAt < MOST_LOOKED_AT) {
      int wanted = state.isEmpty() ? limit - found.size() : PAGE;
      List<ImageRecord> page = jobs.list(cursor, wanted);
      for (ImageRecord image : page) {
        lookedAt++;
        cursor = Optional.of(image.id());
        if (describe.describe(image) instanceof Described.Found it
            && state.filter(s -> !s.equals(it.latest().state().code())).isEmpty()) {
          found.add(row.apply(it));
        }
        if (found.size() == limit) {
          return new Part<>(found, cursor);
        }
      }
      if (page.size() < wanted) {
        return new Part<>(found, Optional.empty());
      }
    }
    return new Part<>(found, cursor);
  }
}
