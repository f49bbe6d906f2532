/**
 * The models that come with this application, put into the embedded emulator's bucket so
 * that it runs without an account. They reach the gateway only through the connector.
 */
@NullMarked
package io.ossmc.sample.bundled;

import org.jspecify.annotations.NullMarked;
