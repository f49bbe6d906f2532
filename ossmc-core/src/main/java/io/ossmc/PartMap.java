package io.ossmc;

/**
 * Which bytes of a file that is on its way are in memory, as a row of at most
 * {@value #MOST_CELLS} cells of equal size. It is a picture of a moment for people: bytes
 * go on arriving while it is drawn.
 *
 * <p>
 * Example: {@code filled = "9940"} and {@code marks = "..c."} of a file of 256 KiB say
 * that the first 128 KiB are there, that half of the third cell is and a connection
 * writes into it, and that nothing of the last one has come.
 *
 * @param bytes the file's size
 * @param cellBytes of each cell; the last one may be shorter
 * @param partBytes of each part, which is what one request asks for; the last one may be
 * shorter
 * @param connections requests for parts of it that are under way
 * @param filled one character a cell, {@code 0} for nothing and {@code 9} for all of it;
 * those between are eighths, rounded up
 * @param marks one character a cell: {@code c} where a connection writes, {@code .}
 * elsewhere
 */
public record PartMap(long bytes, long cellBytes, long partBytes, int connections, String filled, String marks) {

	/** However large a file is. */
	public static final int MOST_CELLS = 256;

}
