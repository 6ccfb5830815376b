package dev.tintype.core.provider;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What providers open for one host, and how it is looked after and closed. One thread opens; any
/// number may ask for complaints and do the upkeep afterwards.
public final class Opening implements AutoCloseable {

  private final Path folder;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Map<Object, AutoCloseable> shared = new HashMap<>();
  private final Deque<Supplier<Optional<String>>> checks = new ArrayDeque<>();
  private final List<Runnable> upkeep = new ArrayList<>();

  /// @param folder the host's data folder, for addresses that name no other place
  /// @param clock the time
  /// @param random what secrets and names are drawn from
  public Opening(Path folder, InstantSource clock, SecureRandom random) {
    this.folder = folder;
    this.clock = clock;
    this.random = random;
  }

  /// @return the host's data folder
  public Path folder() {
    return folder;
  }

  /// @return the time
  public InstantSource clock() {
    return clock;
  }

  /// @return what secrets and names are drawn from
  public SecureRandom random() {
    return random;
  }

  /// Closes a resource when the host closes, after all that are opened later.
  ///
  /// @return the resource
  public <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  /// Opens a resource that several adapters use, once.
  ///
  /// @param key what it is opened on, such as a file's absolute path
  /// @param open opens it at the first call
  public <T extends AutoCloseable> T shared(Class<T> type, Object key, Supplier<T> open) {
    List<Object> name = List.of(type, key);
    AutoCloseable known = shared.get(name);
    if (known == null) {
      known = opened(open.get());
      shared.put(name, known);
    }
    return type.cast(known);
  }

  /// @param check finds out what keeps the host from working now, in a sentence, if anything does
  public void check(Supplier<Optional<String>> check) {
    checks.push(check);
  }

  /// @param work to be done every few seconds while the host runs; it may throw
  ///   [dev.tintype.core.port.StoreUnavailable]
  public void upkeep(Runnable work) {
    upkeep.add(work);
  }

  /// @return what the first check finds wrong, what was opened last checked first
  public Optional<String> complaint() {
    return checks.stream().flatMap(check -> check.get().stream()).findFirst();
  }

  /// Does the upkeep of everything that is open.
  ///
  /// @throws dev.tintype.core.port.StoreUnavailable when a part fails; the rest waits for the next
  ///   call
  public void keepUp() {
    upkeep.forEach(Runnable::run);
  }

  /// Closes everything, what was opened last first; a part that fails keeps no other open.
  ///
  /// @throws RuntimeException the first failure
  @Override
  public void close() {
    Optional<RuntimeException> first = Optional.empty();
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (RuntimeException e) {
        first = first.or(() -> Optional.of(e));
      } catch (Exception e) {
        first = first.or(() -> Optional.of(new IllegalStateException("a part did not close", e)));
      }
    }
    first.ifPresent(e -> {
      throw e;
    });
  }
}
