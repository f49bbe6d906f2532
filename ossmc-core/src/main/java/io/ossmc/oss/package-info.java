/**
 * The control plane: listing, describing and signing, through the Aliyun SDK. No byte of
 * a model passes here (the SDK costs 1.7 to 4 CPU-seconds per GiB).
 * {@link io.ossmc.oss.Stores} finds the client for a bucket, so that URIs never say where
 * a bucket is. {@link io.ossmc.oss.OssErrors} is the one place that explains what OSS
 * refuses.
 */
@NullMarked
package io.ossmc.oss;

import org.jspecify.annotations.NullMarked;
