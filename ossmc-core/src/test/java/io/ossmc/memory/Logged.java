package io.ossmc.memory;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/** What loggers of ours say while it is open. */
public final class Logged implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.ossmc");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	/** Begins to listen. */
	public Logged() {
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	/**
	 * What was said at a level.
	 * @param level such as WARN
	 * @return the lines so far
	 */
	public List<String> at(Level level) {
		return List.copyOf(this.appender.list)
			.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
	}

}
