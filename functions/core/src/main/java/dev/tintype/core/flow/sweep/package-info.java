/// Finding due work: expired leases and uploads, erasures, unsent notifications.
@NullMarked
package dev.tintype.core.flow.sweep;

import org.jspecify.annotations.NullMarked;
