/// The adapters of core's ports on S3, DynamoDB, SQS and EventBridge.
@NullMarked
package dev.tintype.aws;

import org.jspecify.annotations.NullMarked;
