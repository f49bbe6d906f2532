/** Configuration that changes while the application runs, as Spring Cloud tells it. */
@NullMarked
package io.ossmc.autoconfigure.cloud;

import org.jspecify.annotations.NullMarked;
