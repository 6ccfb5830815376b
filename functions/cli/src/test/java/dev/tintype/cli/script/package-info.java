/// The script `tintype` as users run it: real processes, real files.
@NullMarked
package dev.tintype.cli.script;

import org.jspecify.annotations.NullMarked;
