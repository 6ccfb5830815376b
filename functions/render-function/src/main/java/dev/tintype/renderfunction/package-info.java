/// The Lambda function that renders and can do nothing else. It gets an order, an address to read
/// the original from and one to upload the archive to; it has no rights and no names of tables,
/// queues or buckets.
@NullMarked
package dev.tintype.renderfunction;

import org.jspecify.annotations.NullMarked;
