/// Job store, queue and tokens in one SQLite file that several processes of one machine share.
@NullMarked
package dev.tintype.backends.sqlite;

import org.jspecify.annotations.NullMarked;
