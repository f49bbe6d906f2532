/** A user's code. */
package example;
