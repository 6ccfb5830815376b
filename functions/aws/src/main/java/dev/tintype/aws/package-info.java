/// The adapters of core's ports on DynamoDB, EventBridge and CloudFront.
@NullMarked
package dev.tintype.aws;

import org.jspecify.annotations.NullMarked;
