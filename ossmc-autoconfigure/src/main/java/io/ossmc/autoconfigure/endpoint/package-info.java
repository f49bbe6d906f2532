/** The actuator endpoint {@code ossmc}, and the hiding of keys in other endpoints. */
@NullMarked
package io.ossmc.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
