/**
 * Auto-configuration of the connector: its properties, beans, seams and life in a Spring
 * context.
 */
@NullMarked
package io.ossmc.autoconfigure;

import org.jspecify.annotations.NullMarked;
