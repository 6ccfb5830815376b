@NullMarked
package dev.tintype.cli.doctor;

import org.jspecify.annotations.NullMarked;
