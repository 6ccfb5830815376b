/// The command `migrate`: its stores, its run and what it prints.
@NullMarked
package dev.tintype.cli.migrate;

import org.jspecify.annotations.NullMarked;
