package dev.tintype.cli.folder;

import dev.tintype.core.ImageId;
import java.nio.file.Path;

/// One file to process.
///
/// @param path the file, as the user would write it
/// @param imageId the folder name of its versions: its path relative to the given folder
public record OriginalFile(Path path, ImageId imageId) {}
