package dev.tintype.cli;

import dev.tintype.cli.backup.PlaceAddress;
import picocli.CommandLine.Parameters;

/// The parameter of every command that works on the backups of a place.
final class PlaceParameter {

  @Parameters(
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      description =
          "Where the backups are: a folder, or a part of a bucket, with the parameters of "
              + "TINTYPE_STORAGE, such as ?endpoint=URL.")
  private String place = "";

  PlaceParameter() {}

  PlaceAddress address() {
    return PlaceAddress.of(place);
  }
}
