/// Imports the images of a folder or a bucket into an installation.
@NullMarked
package dev.tintype.cli.importing;

import org.jspecify.annotations.NullMarked;
