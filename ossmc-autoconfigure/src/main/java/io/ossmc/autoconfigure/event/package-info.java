/** What happens to models, as Spring's application events. */
@NullMarked
package io.ossmc.autoconfigure.event;

import org.jspecify.annotations.NullMarked;
