/** What others wrote, made fit to be shown. */
@NullMarked
package io.ossmc.text;

import org.jspecify.annotations.NullMarked;
