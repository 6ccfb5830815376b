/// What this machine has of what Tintype needs, found by trying it.
@NullMarked
package dev.tintype.cli.doctor;

import org.jspecify.annotations.NullMarked;
