package dev.tintype.core.look;

import dev.tintype.core.Keys;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.erase.PublicLook;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Looks into the storage itself, where no URL of the files is known, as in a command beside the
/// server. Safe for use by many threads.
///
/// @param stores where the files would be
public record StoreLook(Stores stores) implements PublicLook {

  private static final int FOUND = 200;
  private static final int NOT_FOUND = 404;

  @Override
  public String base() {
    return "storage";
  }

  @Override
  public Seen at(List<String> keys, BooleanSupplier goOn) {
    for (String key : keys) {
      if (!goOn.getAsBoolean()) {
        return new Seen.Unknown(key, "the time of the sweep was over");
      }
      try {
        if (holder(key).head(key).isPresent()) {
          return new Seen.Answers(key, FOUND);
        }
      } catch (StoreUnavailable e) {
        return new Seen.Unknown(key, String.valueOf(e.getMessage()));
      }
    }
    return new Seen.Gone(Map.of(NOT_FOUND, keys.size()));
  }

  private Storage holder(String key) {
    return key.startsWith(Keys.ORIGINALS) ? stores.originals() : stores.variants();
  }
}
