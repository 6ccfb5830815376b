package dev.tintype.sweep;

import dev.tintype.core.flow.erase.PublicLook;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Looks nowhere, and says why: erasures wait for their last look.
///
/// @param base where it would look
/// @param why what must be mended first
record NoLook(String base, String why) implements PublicLook {

  @Override
  public Seen at(List<String> keys, BooleanSupplier goOn) {
    return new Seen.Unknown(base, why);
  }
}
