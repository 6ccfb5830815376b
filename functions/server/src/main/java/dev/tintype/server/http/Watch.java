package dev.tintype.server.http;

import dev.tintype.core.ImageId;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.server.http.StateFeed.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The images of one event stream, and the events already sent. For one thread at a time.
sealed interface Watch {

  /// @return events not sent before
  List<String> changes();

  /// @return whether no further event can come
  boolean ended();

  /// Some images, until all have ended.
  final class Of implements Watch {

    private final StateFeed feed;
    private final Set<ImageId> open;
    private final Map<ImageId, String> told = new HashMap<>();

    Of(StateFeed feed, List<ImageId> images) {
      this.feed = feed;
      this.open = new LinkedHashSet<>(images);
    }

    @Override
    public List<String> changes() {
      List<String> changes = new ArrayList<>();
      for (ImageId image : List.copyOf(open)) {
        Seen seen = feed.look(image);
        if (!seen.data().equals(told.put(image, seen.data()))) {
          changes.add(seen.data());
        }
        if (seen.ended()) {
          open.remove(image);
        }
      }
      return changes;
    }

    @Override
    public boolean ended() {
      return open.isEmpty();
    }
  }

  /// The newest images, without an end. Their states at the start are not sent. An image that has
  /// ended is read again only when its record was written again.
  final class Newest implements Watch {

    private final StateFeed feed;
    private final int most;
    private final Map<ImageId, String> told = new HashMap<>();
    private final Map<ImageId, Long> endedAtEpoch = new HashMap<>();
    private boolean begun;

    Newest(StateFeed feed, int most) {
      this.feed = feed;
      this.most = most;
    }

    @Override
    public List<String> changes() {
      List<String> changes = new ArrayList<>();
      List<ImageRecord> newest = feed.newest(most);
      for (ImageRecord image : newest) {
        Long epoch = endedAtEpoch.get(image.id());
        if (epoch == null || epoch != image.epoch()) {
          look(image, changes);
        }
      }
      Set<ImageId> kept = new LinkedHashSet<>(newest.stream().map(ImageRecord::id).toList());
      told.keySet().retainAll(kept);
      endedAtEpoch.keySet().retainAll(kept);
      List<String> answer = begun ? changes : List.of();
      begun = true;
      return answer;
    }

    private void look(ImageRecord image, List<String> changes) {
      Seen seen = feed.look(image.id());
      if (!seen.data().equals(told.put(image.id(), seen.data()))) {
        changes.add(seen.data());
      }
      if (seen.ended()) {
        endedAtEpoch.put(image.id(), image.epoch());
      } else {
        endedAtEpoch.remove(image.id());
      }
    }

    @Override
    public boolean ended() {
      return false;
    }
  }
}
