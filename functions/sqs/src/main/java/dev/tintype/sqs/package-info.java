/// The queue in Amazon SQS. Servers and workers open it by an address `sqs://QUEUE?…`; the Lambda
/// functions send by the same classes.
@NullMarked
package dev.tintype.sqs;

import org.jspecify.annotations.NullMarked;
