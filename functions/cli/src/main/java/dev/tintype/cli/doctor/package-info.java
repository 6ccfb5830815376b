/// Checks that try out what Tintype needs on this machine.
@NullMarked
package dev.tintype.cli.doctor;

import org.jspecify.annotations.NullMarked;
