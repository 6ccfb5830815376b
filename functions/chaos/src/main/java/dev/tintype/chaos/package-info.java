/// Commands that break Tintype on purpose, count the results, and write docs/reliability.md.
@NullMarked
package dev.tintype.chaos;

import org.jspecify.annotations.NullMarked;
