/// The function that processes jobs.
@NullMarked
package dev.tintype.process;

import org.jspecify.annotations.NullMarked;
