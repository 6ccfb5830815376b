/// Moving all files to another storage while everybody reads and writes.
@NullMarked
package dev.tintype.core.flow.relocate;

import org.jspecify.annotations.NullMarked;
