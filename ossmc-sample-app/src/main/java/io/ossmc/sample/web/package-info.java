/** What guards the page in the browser. */
@NullMarked
package io.ossmc.sample.web;

import org.jspecify.annotations.NullMarked;
