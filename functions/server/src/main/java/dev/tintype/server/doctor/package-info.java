/// What this machine has of what Tintype needs, found by trying it.
@NullMarked
package dev.tintype.server.doctor;

import org.jspecify.annotations.NullMarked;
