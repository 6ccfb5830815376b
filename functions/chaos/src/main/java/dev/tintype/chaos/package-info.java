/// Commands that break Tintype on purpose, count what came of it, and write docs/reliability.md.
@NullMarked
package dev.tintype.chaos;

import org.jspecify.annotations.NullMarked;
