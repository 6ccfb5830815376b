package dev.tintype.core.hosts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Notes in memory. Safe for use by many threads.
public final class MemoryHostNotes implements HostNotes {

  private record Written(String text, Instant at) {}

  private final InstantSource clock;
  private final Map<String, Written> notes = new TreeMap<>();

  /// @param clock the store's
  public MemoryHostNotes(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Note> list(String prefix) {
    return notes.entrySet().stream()
        .filter(note -> note.getKey().startsWith(prefix))
        .map(note ->
            new Note(
                note.getKey(),
                note.getValue().text(),
                Duration.between(note.getValue().at(), clock.instant())))
        .toList();
  }

  @Override
  public synchronized void write(String name, String text) {
    notes.put(name, new Written(text, clock.instant()));
  }

  @Override
  public synchronized boolean replace(String name, Optional<String> before, String text) {
    Optional<String> there = Optional.ofNullable(notes.get(name)).map(Written::text);
    if (!there.equals(before)) {
      return false;
    }
    write(name, text);
    return true;
  }

  @Override
  public synchronized void remove(String name) {
    notes.remove(name);
  }
}
