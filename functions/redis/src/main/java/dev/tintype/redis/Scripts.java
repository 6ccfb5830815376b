package dev.tintype.redis;

import dev.tintype.redis.Script.Mark;
import java.util.List;
import java.util.stream.Stream;

/// The scripts of the queue; the files beside this class say what each takes and returns.
record Scripts(
    Script send,
    Script receive,
    Script extend,
    Script acknowledge,
    Script giveBack,
    Script deadLetter,
    Script deadLetters,
    Script redrive,
    Script discard,
    Script depth) {

  /// @param areMarked whether the server knows marks
  static Scripts of(boolean areMarked) {
    Files files = new Files(areMarked);
    return new Scripts(
        files.script(Mark.NEEDS_ROOM, "put", "send"),
        files.script(Mark.RUNS_WHEN_FULL, "bury", "receive"),
        files.script(Mark.RUNS_WHEN_FULL, "extend"),
        files.script(Mark.RUNS_WHEN_FULL, "acknowledge"),
        files.script(Mark.RUNS_WHEN_FULL, "put", "give_back"),
        files.script(Mark.RUNS_WHEN_FULL, "bury", "dead_letter"),
        files.script(Mark.READS, "dead_letters"),
        files.script(Mark.RUNS_WHEN_FULL, "put", "redrive"),
        files.script(Mark.RUNS_WHEN_FULL, "discard"),
        files.script(Mark.READS, "depth"));
  }

  private record Files(boolean areMarked) {
    Script script(Mark mark, String... parts) {
      List<String> all = Stream.concat(Stream.of("head"), Stream.of(parts)).toList();
      return Script.of(areMarked, mark, all);
    }
  }
}
