package example;

import io.ossmc.OssModel;

/** Code of a user, outside our packages. */
public final class Careless {

	private Careless() {
	}

	/**
	 * Takes a lease and loses it.
	 * @param model of which
	 */
	public static void lose(OssModel model) {
		model.lease();
	}

}
