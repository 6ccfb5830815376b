/// Moves all records of a job store to another one, with a short time in which nothing is written.
@NullMarked
package dev.tintype.core.flow.migrate;

import org.jspecify.annotations.NullMarked;
