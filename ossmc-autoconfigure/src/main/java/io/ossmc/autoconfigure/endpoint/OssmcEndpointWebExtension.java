package io.ossmc.autoconfigure.endpoint;

import java.util.Map;

import io.ossmc.OssModel;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Fetches and evicts models, only with {@code management.endpoint.ossmc.access} set to
 * {@code unrestricted}.
 */
@EndpointWebExtension(endpoint = OssmcEndpoint.class)
public class OssmcEndpointWebExtension {

	private static final int ACCEPTED = 202;

	private static final int CONFLICT = 409;

	private final OssmcEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public OssmcEndpointWebExtension(OssmcEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Fetches a model.
	 * @param name the model
	 * @return 202, or 404 if there is no such model
	 */
	@WriteOperation
	public WebEndpointResponse<Void> fetch(@Selector String name) {
		OssModel model = this.endpoint.find(name);
		if (model == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		model.whenReady();
		return new WebEndpointResponse<>(ACCEPTED);
	}

	/**
	 * Gives a model's memory up.
	 * @param name the model
	 * @return 204, 409 if somebody uses it, or 404 if there is no such model
	 */
	@DeleteOperation
	public WebEndpointResponse<Map<String, String>> evict(@Selector String name) {
		OssModel model = this.endpoint.find(name);
		if (model == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		if (!model.evict()) {
			return new WebEndpointResponse<>(Map.of("error",
					"The model \"" + name + "\" is in use. Close its leases and loaded models, then try again."),
					CONFLICT);
		}
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
	}

}
