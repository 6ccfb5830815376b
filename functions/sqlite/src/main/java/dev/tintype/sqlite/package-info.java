/// Job store, queue and tokens in one SQLite file that several processes of one machine share.
@NullMarked
package dev.tintype.sqlite;

import org.jspecify.annotations.NullMarked;
