@NullMarked
package dev.tintype.server.doctor;

import org.jspecify.annotations.NullMarked;
