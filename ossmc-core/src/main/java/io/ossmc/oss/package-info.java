/**
 * The control plane: listing, describing and signing. No byte of a model passes here.
 * <p>
 * {@link io.ossmc.oss.Stores} finds the {@link io.ossmc.oss.ObjectStore} of a bucket, so
 * that URIs never say where a bucket is. There are two kinds:
 * <ul>
 * <li>{@link io.ossmc.oss.SignedStore} for configured endpoints: it signs
 * ({@link io.ossmc.sign.Signer}: V4 where the region is known, else V1) and sends its
 * requests over the connections of package {@code http}, by the rules of
 * {@link io.ossmc.oss.ControlCalls}: how often, for how long.</li>
 * <li>{@link io.ossmc.oss.SdkStore} for a client of the Aliyun SDK that somebody else
 * made.</li>
 * </ul>
 * Nothing that comes back is believed beyond what it can prove. A reply is read within
 * limits ({@link io.ossmc.oss.ListPageParser}, {@link io.ossmc.oss.ObjectDescription}); a
 * listing, whoever read it, must go forward below its prefix ({@code ListingRules} of
 * package {@code listing}); what does not is one typed error, "… is not usable: …".
 * {@link io.ossmc.oss.OssErrors} is the one place that explains what OSS refuses.
 */
@NullMarked
package io.ossmc.oss;

import org.jspecify.annotations.NullMarked;
