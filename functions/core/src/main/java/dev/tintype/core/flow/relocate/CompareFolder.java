package dev.tintype.core.flow.relocate;

import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.relocate.Belongings.Standing;
import dev.tintype.core.flow.relocate.Trouble.Kind;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Reads every file of one folder in both storages, and compares them. What is deleted meanwhile is
/// no difference.
final class CompareFolder implements FolderTask {

  private final Side from;
  private final Side to;
  private final Belongings belongings;
  private final Throttle throttle;
  private final Tally tally;

  CompareFolder(Side from, Side to, Belongings belongings, Throttle throttle, Tally tally) {
    this.from = from;
    this.to = to;
    this.belongings = belongings;
    this.throttle = throttle;
    this.tally = tally;
  }

  @Override
  public void run(Part part, List<Pair> folder) throws InterruptedException {
    List<Pair> old = folder.stream().filter(pair -> !pair.isOnlyNew()).toList();
    if (!old.isEmpty() && isWanted(old.getFirst().key())) {
      for (Pair pair : old) {
        long bytes = pair.old().orElseThrow().bytes();
        throttle.take(bytes);
        compare(part, pair.key());
        tally.compared(bytes);
      }
    } else {
      tally.erased(old.size());
    }
    tally.looked(old.size());
  }

  private boolean isWanted(String key) {
    return !key.startsWith(Keys.STAGING) && belongings.standing(key) == Standing.WANTED;
  }

  private void compare(Part part, String key) {
    Optional<Sha256> there = digest(to.of(part), key);
    Optional<Sha256> here = digest(from.of(part), key);
    if (here.isPresent() && !here.equals(there) && isStill(part, key)) {
      if (there.isEmpty()) {
        tally.trouble(Kind.MISSING, key, "it is not in the new storage");
      } else {
        tally.trouble(
            Kind.CONFLICT,
            key,
            "sha256 %s in the new storage instead of %s".formatted(there.get(), here.get()));
      }
    }
  }

  private boolean isStill(Part part, String key) {
    return from.of(part).head(key).isPresent() && isWanted(key);
  }

  private static Optional<Sha256> digest(Storage storage, String key) {
    try (InputStream in = storage.open(key, Optional.empty()).orElse(null)) {
      return in == null ? Optional.empty() : Optional.of(Sha256.of(in));
    } catch (IOException e) {
      throw new StoreUnavailable(key + " could not be read", e);
    }
  }
}
