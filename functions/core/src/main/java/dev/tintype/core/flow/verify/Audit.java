package dev.tintype.core.flow.verify;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.StoreUnavailable;
import java.util.function.Consumer;

/// A sweeper's samples: a few images at a time, newest first and round again, each file read and
/// compared. It only tells; `tintype verify --repair` mends. One thread at a time.
public final class Audit {

  private final Verify verify;
  private final Consumer<Damage> alarm;
  private VerifyCursor cursor = VerifyCursor.START;

  /// @param images how many images one sample holds, 1 to 200
  /// @param alarm is told of each damage, which is logged too
  public Audit(Stores stores, int images, Consumer<Damage> alarm) {
    this.verify = new Verify(stores, Depth.BYTES, images, 1);
    this.alarm = alarm;
  }

  /// Looks at the next few images.
  ///
  /// @return how many files were looked at, or missed
  /// @throws StoreUnavailable when a store does not answer; the same images are next again
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
