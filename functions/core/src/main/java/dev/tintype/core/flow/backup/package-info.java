/// Backups of an installation, which others keep: its records and each of its files once, by
/// digest.
@NullMarked
package dev.tintype.core.flow.backup;

import org.jspecify.annotations.NullMarked;
