package io.ossmc.transfer;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

import io.ossmc.OssUri;
import io.ossmc.oss.ListPage;
import io.ossmc.oss.ObjectInfo;
import io.ossmc.oss.ObjectStore;
import org.jspecify.annotations.Nullable;

/** A store that signs and can do nothing else. */
record SignerOnly(Function<OssUri, URI> signer) implements ObjectStore {

	@Override
	public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
			@Nullable String token) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ObjectInfo head(OssUri object) {
		throw new UnsupportedOperationException();
	}

	@Override
	public URI presign(OssUri object, Duration validity) {
		return this.signer.apply(object);
	}

	@Override
	public void close() {
	}

}
