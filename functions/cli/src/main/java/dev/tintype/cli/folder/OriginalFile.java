package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;

/// One file to process.
///
/// @param path where it lies, as the user would write it
/// @param imageId what its versions are filed under: its path relative to the folder that was given
public record OriginalFile(Path path, ImageId imageId) {}
