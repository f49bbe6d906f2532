/**
 * What guards the gateway, before a controller sees a request. In this order: the headers
 * that guard the page in the browser ({@link io.ossmc.sample.web.SecurityHeadersFilter}),
 * the pages of others ({@link io.ossmc.sample.web.SameOriginFilter}), the size of bodies
 * ({@link io.ossmc.sample.web.BodyLimitFilter}).
 */
@NullMarked
package io.ossmc.sample.web;

import org.jspecify.annotations.NullMarked;
