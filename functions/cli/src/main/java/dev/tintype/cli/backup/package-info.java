/// Makes, checks and restores backups from the command line.
@NullMarked
package dev.tintype.cli.backup;

import org.jspecify.annotations.NullMarked;
