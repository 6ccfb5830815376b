package dev.tintype.redis;

import java.util.List;
import java.util.stream.Stream;

/// The names of the queue's keys. The prefix in braces makes a cluster keep all of them on one
/// node: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
///
/// @param all in the order in which the scripts have them; see `head.lua`
/// @param wakeFresh the list that wakes a receiver of fresh messages
/// @param wakeBulk the list that wakes a receiver of bulk messages
record Keys(List<String> all, String wakeFresh, String wakeBulk) {

  /// @param prefix what the names begin with, without braces
  static Keys of(String prefix) {
    String start = "{" + prefix + "}:";
    String wakeFresh = start + "wake-fresh";
    String wakeBulk = start + "wake-bulk";
    Stream<String> data =
        Stream.of("fresh", "bulk", "texts", "counts", "waiting", "dead", "deaths")
            .map(start::concat);
    return new Keys(
        Stream.concat(data, Stream.of(wakeFresh, wakeBulk)).toList(), wakeFresh, wakeBulk);
  }

  /// @return a key, to find the node of a cluster that has all of them
  String any() {
    return all.getFirst();
  }
}
