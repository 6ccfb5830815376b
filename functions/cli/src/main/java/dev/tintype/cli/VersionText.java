package dev.tintype.cli;

import dev.tintype.core.RenderRevision;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The output of `--version`: the release, and the render revision that is part of every version.
final class VersionText implements IVersionProvider {

  VersionText() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "tintype " + release() + " (render revision " + RenderRevision.CURRENT + ")"
    };
  }

  static String release() {
    return Optional.ofNullable(VersionText.class.getPackage().getImplementationVersion())
        .orElse("(built from classes, no jar)");
  }
}
