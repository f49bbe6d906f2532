package io.ossmc.autoconfigure.endpoint;

import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** Shows models, memory and network. */
@Endpoint(id = "ossmc", defaultAccess = Access.READ_ONLY)
public class OssmcEndpoint {

	private final OssModelConnector connector;

	/**
	 * Creates the endpoint.
	 * @param connector what to show
	 */
	public OssmcEndpoint(OssModelConnector connector) {
		this.connector = connector;
	}

	/**
	 * Everything.
	 * @return a snapshot
	 */
	@ReadOperation
	public OssmcDescriptor ossmc() {
		return OssmcDescriptor.of(this.connector);
	}

	/**
	 * One model.
	 * @param name the model
	 * @return a snapshot; null if there is no such model
	 */
	@ReadOperation
	public @Nullable ModelDescriptor model(@Selector String name) {
		OssModel model = find(name);
		return (model != null) ? ModelDescriptor.withParts(model) : null;
	}

	@Nullable OssModel find(String name) {
		return this.connector.models().stream().filter((model) -> model.name().equals(name)).findFirst().orElse(null);
	}

}
