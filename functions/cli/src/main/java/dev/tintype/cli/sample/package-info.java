/// A generated picture for users who have no photo at hand.
@NullMarked
package dev.tintype.cli.sample;

import org.jspecify.annotations.NullMarked;
