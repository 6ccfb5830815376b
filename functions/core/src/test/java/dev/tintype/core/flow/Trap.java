package dev.tintype.core.flow;

import dev.tintype.core.port.Faults;
import dev.tintype.core.port.StoreUnavailable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Counts every call and boundary, makes chosen calls fail, and kills the process at a chosen one.
final class Trap implements Faults, StepBoundary {

  static final int NEVER = Integer.MAX_VALUE;

  private final Set<String> down = new HashSet<>();
  private final List<String> seen = new ArrayList<>();
  private int killAt = NEVER;
  private String killAtName = "";
  private boolean dead;

  /// Kills the process after this many more calls and boundaries.
  void killAfter(int count) {
    dead = false;
    killAt = count == NEVER ? NEVER : seen.size() + count;
  }

  /// Kills the process at the next call or boundary with this name.
  void killAt(String name) {
    killAtName = name;
  }

  /// Replaces the dead process with a new one.
  void revive() {
    dead = false;
    killAt = NEVER;
    killAtName = "";
  }

  boolean isDead() {
    return dead;
  }

  /// Makes every call with this name fail, such as `put`; `put!` fails after the call took effect.
  void fail(String what) {
    down.add(what);
  }

  void heal() {
    down.clear();
  }

  /// @return every call and boundary so far
  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void before(String what, String key) {
    note(what + " " + key);
    failIfDown(what);
  }

  @Override
  public void after(String what, String key) {
    note(what + "! " + key);
    failIfDown(what + "!");
  }

  @Override
  public void reached(String boundary) {
    note(boundary);
  }

  private void note(String what) {
    if (dead) {
      throw new Killed("dead");
    }
    seen.add(what);
    if (seen.size() > killAt || what.equals(killAtName)) {
      dead = true;
      throw new Killed(what);
    }
  }

  private void failIfDown(String what) {
    if (down.contains(what)) {
      throw new StoreUnavailable(what + " is down");
    }
  }
}
