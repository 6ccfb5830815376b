package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An edge cache in simulated time with CloudFront's limit: it works on at most 15 folders at a
/// time. It may be down, and each request may take long.
public final class TestEdge implements EdgeCache {

  private static final int MOST_IN_PROGRESS = 15;

  private final TestClock clock;
  private final Duration request;
  private final Duration work;
  private final Map<String, Instant> accepted = new HashMap<>();
  private final List<Instant> inProgress = new ArrayList<>();
  private final Set<String> rejected = new HashSet<>();
  private boolean down;
  private int requests;
  private int acceptedRequests;
  private int paths;

  /// @param request how long a request takes
  /// @param work how long the cache works on a folder
  public TestEdge(TestClock clock, Duration request, Duration work) {
    this.clock = clock;
    this.request = request;
    this.work = work;
  }

  /// Refuses every request from now on, or no longer.
  public void setDown(boolean isDown) {
    down = isDown;
  }

  /// Rejects every request from now on that names this folder.
  public void reject(String prefix) {
    rejected.add(prefix);
  }

  @Override
  public Answer forget(List<String> prefixes) {
    requests++;
    clock.advance(request);
    if (prefixes.size() > MOST) {
      return new Answer.Rejected(prefixes.size() + " paths");
    }
    if (down) {
      return new Answer.Unavailable("503");
    }
    if (prefixes.stream().anyMatch(rejected::contains)) {
      return new Answer.Rejected("InvalidArgument");
    }
    Instant now = clock.instant();
    inProgress.removeIf(until -> !until.isAfter(now));
    if (inProgress.size() + prefixes.size() > MOST_IN_PROGRESS) {
      return new Answer.Busy(Duration.ofSeconds(45), "TooManyInvalidationsInProgress");
    }
    acceptedRequests++;
    paths += prefixes.size();
    for (String prefix : prefixes) {
      inProgress.add(now.plus(work));
      accepted.put(prefix, now);
    }
    return new Answer.Accepted();
  }

  /// @return when the last request for each folder was accepted
  public Map<String, Instant> accepted() {
    return Map.copyOf(accepted);
  }

  /// @return how many requests were made
  public int requests() {
    return requests;
  }

  /// @return how many requests were accepted
  public int acceptedRequests() {
    return acceptedRequests;
  }

  /// @return how many folders were named in accepted requests
  public int paths() {
    return paths;
  }
}
