package io.ossmc.http;

/**
 * The ways to origins: the usual one, through the proxy if there is one, and the direct
 * one.
 *
 * @param usual as the settings say
 * @param direct past the proxy
 */
record Ways(Connections usual, Connections direct) {

	/** Both with the same connections. */
	static Ways of(HttpSettings settings, ConnectionPool pool, Watchdog watchdog) {
		Connections usual = connections(settings, pool, watchdog);
		return new Ways(usual,
				(settings.proxy() == null) ? usual : connections(settings.through(null), pool, watchdog));
	}

	private static Connections connections(HttpSettings settings, ConnectionPool pool, Watchdog watchdog) {
		return new Connections(settings, pool, new Dialer(settings, pool, watchdog));
	}

	/** The one that an origin is asked on. */
	Connections to(Origin origin) {
		ForwardProxy proxy = this.usual.settings().proxy();
		return (proxy == null || proxy.serves(origin)) ? this.usual : this.direct;
	}

}
