/// The contact sheet: one page that shows every variant in a folder of results.
@NullMarked
package dev.tintype.cli.sheet;

import org.jspecify.annotations.NullMarked;
