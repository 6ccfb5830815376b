/// Tests of moves of records to a job table.
@NullMarked
package dev.tintype.aws.move;

import org.jspecify.annotations.NullMarked;
