/// Receipts of erasures: what they say, and the keys that sign and verify them.
@NullMarked
package dev.tintype.core.receipt;

import org.jspecify.annotations.NullMarked;
