/// Job store, queue, tokens and loop leases in a PostgreSQL database.
@NullMarked
package dev.tintype.postgres;

import org.jspecify.annotations.NullMarked;
