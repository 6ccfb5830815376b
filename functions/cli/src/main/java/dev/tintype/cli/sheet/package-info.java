/// The contact sheet: one or more pages that show every variant in an output folder.
@NullMarked
package dev.tintype.cli.sheet;

import org.jspecify.annotations.NullMarked;
