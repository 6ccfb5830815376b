/// Man pages, made from the same descriptions of commands and options as their help.
@NullMarked
package dev.tintype.cli.man;

import org.jspecify.annotations.NullMarked;
