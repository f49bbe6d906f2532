/** Health, and readiness that waits for the models. */
@NullMarked
package io.ossmc.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
