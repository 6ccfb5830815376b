/// The Lambda function that renders and has no rights to do anything else. It gets an order, which
/// contains a signed URL of the original and a signed form for the archive. It does not know the
/// names of tables, queues or buckets.
@NullMarked
package dev.tintype.renderfunction;

import org.jspecify.annotations.NullMarked;
