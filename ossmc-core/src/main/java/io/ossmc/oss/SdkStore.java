package io.ossmc.oss;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.ServiceException;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GenericRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModelConfigurationException;
import io.ossmc.OssModelException;
import io.ossmc.OssUri;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObjectStore} through the Aliyun SDK, whose client is made on first use (its
 * constructor resolves names).
 */
final class SdkStore implements ObjectStore {

	private static final int PAGE = 1000;

	/**
	 * Its warnings hold OSS's whole reply, which quotes the signature and what was
	 * signed; what matters of it is in our exceptions.
	 */
	private static final boolean SDK_WARNINGS = false;

	private final Supplier<OSS> factory;

	private final boolean ours;

	private final String endpoint;

	private @Nullable OSS client;

	private boolean closed;

	SdkStore(Supplier<OSS> factory, boolean ours, String endpoint) {
		this.factory = factory;
		this.ours = ours;
		this.endpoint = endpoint;
	}

	@Override
	public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
			@Nullable String token) {
		ListObjectsV2Request request = new ListObjectsV2Request(prefix.bucket());
		request.setPrefix(prefix.key());
		request.setDelimiter(delimiter);
		request.setStartAfter(startAfter);
		request.setContinuationToken(token);
		request.setMaxKeys(PAGE);
		// Keys may hold what XML cannot; the SDK does not decode them in this version of
		// the call.
		request.setEncodingType("url");
		request.setLogEnabled(SDK_WARNINGS);
		ListObjectsV2Result result = call(prefix, (oss) -> oss.listObjectsV2(request));
		List<ListedObject> entries = new ArrayList<>();
		for (OSSObjectSummary summary : result.getObjectSummaries()) {
			entries.add(new ListedObject(object(prefix, summary), "Symlink".equals(summary.getType()), false));
		}
		for (String folder : result.getCommonPrefixes()) {
			String key = decode(folder);
			entries.add(new ListedObject(
					new ObjectSummary(prefix.withKey(key).toString(), key, 0, "", Instant.EPOCH, "", true), false,
					false));
		}
		if (!result.getCommonPrefixes().isEmpty()) {
			entries.sort(Comparator.comparing((entry) -> entry.summary().key()));
		}
		return new ListPage(entries, result.isTruncated() ? result.getNextContinuationToken() : null);
	}

	private static ObjectSummary object(OssUri prefix, OSSObjectSummary summary) {
		String key = decode(summary.getKey());
		Instant modified = (summary.getLastModified() != null) ? summary.getLastModified().toInstant() : Instant.EPOCH;
		return new ObjectSummary(prefix.withKey(key).toString(), key, summary.getSize(), unquoted(summary.getETag()),
				modified, Objects.requireNonNullElse(summary.getStorageClass(), ""), false);
	}

	@Override
	public ObjectInfo head(OssUri object) {
		GenericRequest request = new GenericRequest(object.bucket(), object.key());
		request.setLogEnabled(SDK_WARNINGS);
		ObjectMetadata metadata = call(object, (oss) -> oss.getObjectMetadata(request));
		String storageClass = Objects.toString(metadata.getRawMetadata().get("x-oss-storage-class"), "Standard");
		return new ObjectInfo(object.toString(), metadata.getContentLength(), unquoted(metadata.getETag()),
				storageClass, metadata.getServerCRC(), false);
	}

	@Override
	public URI presign(OssUri object, Duration validity) {
		GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(object.bucket(), object.key(),
				HttpMethod.GET);
		request.setExpiration(Date.from(Instant.now().plus(validity)));
		return call(object, (oss) -> {
			try {
				return oss.generatePresignedUrl(request).toURI();
			}
			catch (URISyntaxException _) {
				throw new ClientException("the SDK made a malformed URL");
			}
		});
	}

	private <T> T call(OssUri uri, Function<OSS, T> operation) {
		try {
			return operation.apply(client());
		}
		catch (OssModelException ex) {
			throw ex;
		}
		catch (OSSException ex) {
			throw OssErrors.explain(uri.toString(), status(ex.getErrorCode()), text(ex.getErrorCode()),
					text(ex.getRequestId()), this.endpoint, hint(ex));
		}
		catch (ServiceException ex) {
			throw OssErrors.explain(uri.toString(), 0, text(ex.getErrorCode()), text(ex.getRequestId()), this.endpoint,
					"");
		}
		catch (IllegalArgumentException _) {
			// Keys that begin with a backslash or are longer than OSS allows.
			throw new OssModelConfigurationException("The SDK does not take " + uri + " as the name of an object.",
					"Rename the object; a key has 1 to 1023 bytes and does not begin with a backslash.");
		}
		catch (ClientException ex) {
			throw OssErrors.unreachable(uri.toString(), this.endpoint, reason(ex));
		}
	}

	private synchronized OSS client() {
		if (this.closed) {
			throw new IllegalStateException("the connector is closed");
		}
		if (this.client == null) {
			this.client = this.factory.get();
		}
		return this.client;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.ours && this.client != null) {
			this.client.shutdown();
		}
		this.client = null;
	}

	/** The SDK keeps no status; these are the codes whose meaning lies in it. */
	private static int status(@Nullable String code) {
		return switch (text(code)) {
			case "AccessDenied", "UserDisable" -> 403;
			case "NotFound", "NoSuchKey", "NoSuchBucket" -> 404;
			case "PreconditionFailed" -> 412;
			case "InvalidArgument", "InvalidRequest", "MalformedXML", "InvalidBucketName" -> 400;
			default -> 0;
		};
	}

	/** OSS names the right endpoint where the bucket lies elsewhere. */
	private static String hint(OSSException ex) {
		String reply = text(ex.getRawResponseError());
		int start = reply.indexOf("<Endpoint>");
		int end = reply.indexOf("</Endpoint>");
		return (start >= 0 && end > start) ? reply.substring(start + "<Endpoint>".length(), end) : "";
	}

	private static String reason(ClientException ex) {
		Throwable root = ex;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return switch (root) {
			case java.net.UnknownHostException _ -> "the host name is unknown";
			case java.net.SocketTimeoutException _ -> "no answer in time";
			case java.net.ConnectException _ -> "connection refused";
			case java.security.cert.CertificateException _ -> "TLS failed, its certificate is not trusted";
			case javax.net.ssl.SSLException _ -> "TLS failed";
			default -> root.getClass().getSimpleName();
		};
	}

	private static String decode(String key) {
		return URLDecoder.decode(key, StandardCharsets.UTF_8);
	}

	private static String unquoted(@Nullable String etag) {
		return text(etag).replace("\"", "");
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
