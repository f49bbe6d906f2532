package io.ossmc.autoconfigure;

import java.util.regex.Pattern;

/**
 * The variables that Kubernetes and Docker set for each service, which have nothing to do
 * with settings even where a service is named {@code ossmc-prepare}.
 *
 * @see <a href=
 * "https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables">Kubernetes:
 * environment variables</a>
 */
final class ServiceLink {

	private static final Pattern SERVICE = Pattern.compile(".*_SERVICE_(HOST|PORT(_\\w+)?)");

	private static final Pattern PORT = Pattern.compile(".*_PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

	private ServiceLink() {
	}

	static boolean is(String variable) {
		return SERVICE.matcher(variable).matches() || PORT.matcher(variable).matches();
	}

}
