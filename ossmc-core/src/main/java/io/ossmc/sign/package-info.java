/**
 * Signatures of requests: V4 where a region is known, else V1, with the credentials that
 * a supplier has at that moment and the server's clock.
 */
@NullMarked
package io.ossmc.sign;

import org.jspecify.annotations.NullMarked;
