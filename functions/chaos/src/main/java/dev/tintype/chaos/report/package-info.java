/// The document the commands write.
@NullMarked
package dev.tintype.chaos.report;

import org.jspecify.annotations.NullMarked;
