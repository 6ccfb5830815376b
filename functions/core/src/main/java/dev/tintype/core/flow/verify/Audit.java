package dev.tintype.core.flow.verify;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.StoreUnavailable;
import java.util.function.Consumer;

/// Verifies a sample of stored files during a sweep. It takes a few images at a time, newest first,
/// starts again at the end, and compares every byte. It only reports damage; `tintype verify
/// --repair` repairs it. For one thread at a time.
public final class Audit {

  private final Verify verify;
  private final Consumer<Damage> alarm;
  private VerifyCursor cursor = VerifyCursor.START;

  /// @param images the number of images per sample, 1 to 200
  /// @param alarm called for each damage, which is also logged
  public Audit(Stores stores, int images, Consumer<Damage> alarm) {
    this.verify = new Verify(stores, Depth.BYTES, images, 1);
    this.alarm = alarm;
  }

  /// Checks the next few images.
  ///
  /// @return how many files were checked or found missing
  /// @throws StoreUnavailable when a store does not answer; the next sample starts with the same
  ///   images
  public int sample() {
    Verify.Page page = verify.page(cursor);
    cursor = page.next().filter(next -> next.part() == Part.IMAGES).orElse(VerifyCursor.START);
    for (Damage damage : page.damages()) {
      FlowLog.event("audit.damage")
          .with("kind", damage.kind().code())
          .with("key", damage.key())
          .detail(damage.detail())
          .error();
      alarm.accept(damage);
    }
    return page.files();
  }
}
