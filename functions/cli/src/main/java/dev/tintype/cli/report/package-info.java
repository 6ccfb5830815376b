/// What commands report: lines for people, JSON for programs, counts at the end.
@NullMarked
package dev.tintype.cli.report;

import org.jspecify.annotations.NullMarked;
