/// How an existing original is rendered again.
@NullMarked
package dev.tintype.core.flow.reprocess;

import org.jspecify.annotations.NullMarked;
