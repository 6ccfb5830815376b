/// Reports of commands: lines for people, JSON for programs, totals at the end.
@NullMarked
package dev.tintype.cli.report;

import org.jspecify.annotations.NullMarked;
