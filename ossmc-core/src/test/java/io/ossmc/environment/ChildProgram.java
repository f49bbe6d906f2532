package io.ossmc.environment;

import java.io.PrintWriter;
import java.util.Objects;

import io.ossmc.connector.RemoteOss;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs a class of tests, or those with a tag, in this JVM, and says with its exit value
 * whether all of them passed.
 */
final class ChildProgram {

	private static volatile RemoteOss oss;

	private ChildProgram() {
	}

	/** The OSS of the JVM that started this one. */
	static RemoteOss oss() {
		return Objects.requireNonNull(oss, "not started by EnvironmentTests");
	}

	public static void main(String[] arguments) {
		oss = new RemoteOss(arguments[0], arguments[1]);
		String[] selection = arguments[2].split(":");
		LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
			.filters(EngineFilter.includeEngines("junit-jupiter"));
		if (selection[0].equals("tag")) {
			request.selectors(DiscoverySelectors.selectPackage("io.ossmc"))
				.filters(TagFilter.includeTags(selection[1]));
		}
		else {
			request.selectors(DiscoverySelectors.selectClass(selection[1]));
		}
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request.build(), listener);
		TestExecutionSummary summary = listener.getSummary();
		PrintWriter out = new PrintWriter(System.out);
		summary.printFailuresTo(out, 60);
		summary.printTo(out);
		out.flush();
		// Threads of what has failed may go on for ever.
		System
			.exit((summary.getTestsSucceededCount() == summary.getTestsFoundCount() && summary.getTestsFoundCount() > 0)
					? 0 : 1);
	}

}
