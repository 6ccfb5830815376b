/// The way of `tintype migrate` to a job table: its address and its connection.
@NullMarked
package dev.tintype.aws.move;

import org.jspecify.annotations.NullMarked;
