package io.ossmc.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A forward proxy between us and OSS, named by one URI,
 * {@code http://[user:password@]host:port}. Origins of http are asked through it in
 * absolute form (RFC 9112, 3.2.2), those of https through a tunnel (RFC 9110, 9.3.6) that
 * it cannot look into. Shown as {@code host:port}: user and password leave it only as
 * {@code Proxy-Authorization} (RFC 7617).
 * <p>
 * <b>Dragonfly.</b> A P2P cache on the node can serve a fleet only if it sees that two
 * URLs with different signatures are the same object. Requests in absolute form therefore
 * carry what Dragonfly reads, and other proxies do not mind:
 * <ul>
 * <li>{@code X-Dragonfly-Filtered-Query-Params}: the parameters of a signature, joined by
 * commas, that are no part of the cache key. Its own list
 * (<a href="https://d7y.io/docs/reference/configuration/client/dfdaemon/">dfdaemon
 * configuration</a>, {@code proxy.rules.filteredQueryParams}) knows those of V1 except
 * {@code security-token} and none of V4. Header name and separator as in the
 * {@code header} module of github.com/dragonflyoss/client.</li>
 * <li>{@code X-Dragonfly-Filter}: the same for Dragonfly up to 2.1, joined by
 * {@code &amp;}
 * (<a href= "https://d7y.io/docs/v2.1.0/reference/configuration/dfdaemon">its dfdaemon
 * configuration</a>, {@code proxy.defaultFilter}).</li>
 * <li>{@code X-Dragonfly-Tag}: the ETag. Dragonfly's key is URL and tag
 * (<a href="https://d7y.io/docs/concepts/task/">Task</a>), no {@code If-Match}: without
 * the tag it would go on serving an object's former version, which we refuse, until it
 * forgets it.</li>
 * <li>{@code X-Dragonfly-Use-P2P: true}: share it, also where no {@code proxy.rules}
 * matches the URL (same configuration page).</li>
 * </ul>
 * None of them begins with {@code x-oss-}, so none of them is signed. Its basic
 * authentication cannot be used: it wants {@code Authorization}, which it passes on, and
 * OSS accepts no signature besides.
 */
public final class ForwardProxy {

	/** Of V1 and V4 signatures, see "Add signatures to URLs" in OSS's API reference. */
	static final List<String> SIGNATURE_PARAMETERS = List.of("OSSAccessKeyId", "Expires", "Signature", "security-token",
			"x-oss-date", "x-oss-expires", "x-oss-signature-version", "x-oss-credential", "x-oss-security-token",
			"x-oss-additional-headers", "x-oss-signature");

	private final Origin origin;

	private final @Nullable String authorization;

	private final ProxyExceptions exceptions;

	private ForwardProxy(Origin origin, @Nullable String authorization, ProxyExceptions exceptions) {
		this.origin = origin;
		this.authorization = authorization;
		this.exceptions = exceptions;
	}

	/**
	 * Takes a proxy's URI apart.
	 * @param uri {@code http://[user:password@]host:port}; user and password
	 * percent-encoded where they hold anything but letters and digits
	 * @return the proxy
	 * @throws IllegalArgumentException if it is not such a URI; the message says what is
	 * wrong and shows no part of it
	 */
	public static ForwardProxy of(URI uri) {
		check("http".equalsIgnoreCase(uri.getScheme()) && !uri.isOpaque(), "it does not begin with http://");
		check(uri.getHost() != null, "it has no valid host name");
		check(uri.getPort() > 0 && uri.getPort() <= 65_535, "it has no valid port");
		check((uri.getRawPath().isEmpty() || uri.getRawPath().equals("/")) && uri.getRawQuery() == null
				&& uri.getRawFragment() == null, "it goes on after the port");
		return new ForwardProxy(Origin.of(uri), authorization(uri.getUserInfo()), ProxyExceptions.NONE);
	}

	private static void check(boolean right, String wrong) {
		if (!right) {
			throw new IllegalArgumentException(wrong);
		}
	}

	private static @Nullable String authorization(@Nullable String userInfo) {
		if (userInfo == null || userInfo.isEmpty()) {
			return null;
		}
		String pair = userInfo.contains(":") ? userInfo : userInfo + ":";
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The same proxy with hosts that are asked without it.
	 * @param list as {@code NO_PROXY} has it: names with all below, addresses, ranges,
	 * each with or without a port, separated by commas; may be blank
	 * @return the proxy
	 */
	public ForwardProxy except(String list) {
		return new ForwardProxy(this.origin, this.authorization, ProxyExceptions.of(list));
	}

	/** Whether an origin is asked through it. */
	boolean serves(Origin asked) {
		return !this.exceptions.covers(asked);
	}

	/** Where to connect to. */
	Origin origin() {
		return this.origin;
	}

	/** The value of Proxy-Authorization. */
	@Nullable String authorization() {
		return this.authorization;
	}

	/** As sentences call it. */
	String inWords() {
		return "the proxy " + this + " (ossmc.fetch.proxy)";
	}

	/** What sentences about something that went wrong on the way end with. */
	static String through(@Nullable ForwardProxy proxy) {
		return (proxy != null) ? " through " + proxy.inWords() : "";
	}

	/** Host and port, nothing else. */
	@Override
	public String toString() {
		return this.origin.hostAndPort();
	}

}
