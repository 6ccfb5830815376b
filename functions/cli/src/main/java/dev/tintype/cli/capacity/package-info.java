/// What a number of images will take: files, bytes, processor time, hosts, traffic and dollars.
@NullMarked
package dev.tintype.cli.capacity;

import org.jspecify.annotations.NullMarked;
