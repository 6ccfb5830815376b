/// The function that works on jobs.
@NullMarked
package dev.tintype.process;

import org.jspecify.annotations.NullMarked;
