/// What the adapters of every SQL database share. A database of its own dialect has a module of its
/// own.
@NullMarked
package dev.tintype.sql;

import org.jspecify.annotations.NullMarked;
