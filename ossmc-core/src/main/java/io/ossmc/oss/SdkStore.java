package io.ossmc.oss;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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
import io.ossmc.OssModelTransferException;
import io.ossmc.OssUri;
import io.ossmc.http.ETags;
import io.ossmc.text.ServerText;
import io.ossmc.thread.ForeignCalls;
import org.jspecify.annotations.Nullable;

/**
 * {@link ObjectStore} through a client of the Aliyun SDK that somebody gave us, such as
 * an application's own bean. How it lists, describes and signs is the SDK's: it reads a
 * page into memory whole, has no time-out for all of a request, uses the client's own
 * proxy, and follows redirects unless its owner says otherwise
 * ({@code ClientConfiguration.setRedirectEnable}). What it answers is checked like any
 * other answer.
 */
final class SdkStore implements ObjectStore {

	/**
	 * Its warnings hold OSS's whole reply, which quotes the signature and what was
	 * signed; what matters of it is in our exceptions.
	 */
	private static final boolean SDK_WARNINGS = false;

	private static final String CLIENT_REMEDY = "Look at the OSS client that was given to the connector, and at its settings.";

	private final OSS client;

	private final String endpoint;

	private final Duration limit;

	private final ForeignCalls calls = new ForeignCalls("The given OSS client does not answer", CLIENT_REMEDY);

	private volatile boolean closed;

	/**
	 * Asks for nothing yet.
	 * @param limit how long a list or head may take
	 */
	SdkStore(OSS client, String endpoint, Duration limit) {
		this.client = client;
		this.endpoint = endpoint;
		this.limit = limit;
	}

	@Override
	public ListPage list(OssUri prefix, @Nullable String delimiter, @Nullable String startAfter,
			@Nullable String token) {
		ListObjectsV2Request request = new ListObjectsV2Request(prefix.bucket());
		request.setPrefix(prefix.key().isEmpty() ? null : prefix.key());
		request.setDelimiter(delimiter);
		request.setStartAfter(startAfter);
		request.setContinuationToken(token);
		request.setMaxKeys(PAGE);
		// Keys may hold what XML cannot; the SDK does not decode them in this version of
		// the call.
		request.setEncodingType("url");
		request.setLogEnabled(SDK_WARNINGS);
		return this.calls.call(() -> call(prefix, (oss) -> page(prefix, startAfter, token, oss.listObjectsV2(request))),
				this.limit);
	}

	private static ListPage page(OssUri prefix, @Nullable String startAfter, @Nullable String token,
			ListObjectsV2Result result) {
		try {
			if (!"url".equals(result.getEncodingType())) {
				throw new UnusableReply("its keys are not url-encoded as was asked");
			}
			ListingEcho.require(prefix.key(), result.getPrefix(), startAfter, result.getStartAfter(), token,
					result.getContinuationToken());
			List<ListedObject> objects = new ArrayList<>();
			for (OSSObjectSummary summary : result.getObjectSummaries()) {
				objects.add(new ListedObject(object(prefix, summary), "Symlink".equals(summary.getType()),
						Restoration.readable(summary.getRestoreInfo(), Instant.now())));
			}
			List<ListedObject> folders = new ArrayList<>();
			for (String folder : result.getCommonPrefixes()) {
				folders.add(ListPageParser.folder(prefix, key(folder)));
			}
			return new ListPage(objects, folders, result.isTruncated(), result.getNextContinuationToken());
		}
		catch (UnusableReply ex) {
			throw OssErrors.unusableListing(prefix, String.valueOf(ex.getMessage()));
		}
	}

	private static ObjectSummary object(OssUri prefix, OSSObjectSummary summary) throws UnusableReply {
		String key = key(summary.getKey());
		Instant modified = (summary.getLastModified() != null) ? summary.getLastModified().toInstant() : Instant.EPOCH;
		return new ObjectSummary(prefix.bucket(), key, summary.getSize(), unquoted(summary.getETag()), modified,
				ServerText.shown(text(summary.getStorageClass())), false);
	}

	private static String key(@Nullable String encoded) throws UnusableReply {
		String key = text(encoded);
		if (key.length() > ListPageParser.LONGEST_VALUE) {
			throw new UnusableReply("a key has more than " + ListPageParser.LONGEST_VALUE + " characters");
		}
		return new ListedFields().key(key.toCharArray(), key.length());
	}

	@Override
	public ObjectInfo head(OssUri object) {
		requireKey(object);
		GenericRequest request = new GenericRequest(object.bucket(), object.key());
		request.setLogEnabled(SDK_WARNINGS);
		return this.calls.call(() -> call(object, (oss) -> described(object, oss.getObjectMetadata(request))),
				this.limit);
	}

	private static ObjectInfo described(OssUri object, ObjectMetadata metadata) {
		Map<String, Object> raw = metadata.getRawMetadata();
		if (!raw.containsKey("Content-Length")) {
			// The SDK takes it for zero.
			throw OssErrors.unusableDescription(object,
					"it has no Content-Length, so that nobody knows the object's size");
		}
		long size = metadata.getContentLength();
		if (size < 0 || size > ObjectStore.LARGEST_OBJECT) {
			throw OssErrors.unusableDescription(object, "no object has " + size + " bytes");
		}
		String etag = ETags.opaque(text(metadata.getETag()))
			.orElseThrow(() -> OssErrors.unusableDescription(object, "it has no ETag that can be relied on"));
		return new ObjectInfo(new ObjectVersion(object, etag, size),
				ServerText.shown(Objects.toString(raw.get("x-oss-storage-class"), "Standard")), metadata.getServerCRC(),
				Restoration.readable(Objects.toString(raw.get("x-oss-restore"), ""), Instant.now()));
	}

	@Override
	public URI presign(OssUri object, Duration validity) {
		requireKey(object);
		GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(object.bucket(), object.key(),
				HttpMethod.GET);
		request.setExpiration(Date.from(Instant.now().plus(validity)));
		return call(object, (oss) -> {
			try {
				URI url = oss.generatePresignedUrl(request).toURI();
				if (usable(url)) {
					return url;
				}
			}
			catch (URISyntaxException _) {
				// Its text holds a signature.
			}
			throw failed(object, "it signed a URL that cannot be asked for");
		});
	}

	private static boolean usable(URI url) {
		return url.getHost() != null && url.getRawUserInfo() == null
				&& ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
				&& url.toString().equals(url.toASCIIString());
	}

	/**
	 * What the SDK takes as a key, so that whatever else it refuses is no matter of
	 * names.
	 */
	private static void requireKey(OssUri object) {
		int bytes = object.key().getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > ObjectStore.LONGEST_KEY || object.key().startsWith("\\")
				|| !StandardCharsets.UTF_8.newEncoder().canEncode(object.key())) {
			throw new OssModelConfigurationException(
					"The SDK does not take " + ServerText.shown(object.toString()) + " as the name of an object.",
					"Rename the object; a key has 1 to 1023 bytes of Unicode text and does not begin with a backslash.");
		}
	}

	private static OssModelTransferException failed(OssUri uri, String how) {
		return new OssModelTransferException(
				"The given OSS client failed on " + ServerText.shown(uri.toString()) + ": " + how + ".", CLIENT_REMEDY);
	}

	private <T> T call(OssUri uri, Function<OSS, T> operation) {
		if (this.closed) {
			throw new IllegalStateException("the connector is closed");
		}
		try {
			return operation.apply(this.client);
		}
		catch (OssModelException ex) {
			throw ex;
		}
		catch (OSSException ex) {
			if ("InvalidResponse".equals(ex.getErrorCode())) {
				throw OssErrors.unusableListing(uri, "the SDK cannot read it");
			}
			throw OssErrors.explain(uri.toString(), status(ex.getErrorCode()), text(ex.getErrorCode()),
					text(ex.getErrorMessage()), text(ex.getRequestId()), this.endpoint, hint(ex));
		}
		catch (ServiceException ex) {
			throw OssErrors.explain(uri.toString(), 0, text(ex.getErrorCode()), text(ex.getRequestId()), this.endpoint,
					"");
		}
		catch (ClientException ex) {
			throw OssErrors.unreachable(uri.toString(), this.endpoint, reason(ex));
		}
		catch (OutOfMemoryError ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			// Also what its answer lacks. Its kind only: a message may hold secrets.
			throw failed(uri, ex.getClass().getName());
		}
	}

	/** The client stays its owner's. */
	@Override
	public void close() {
		this.closed = true;
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

	private static String unquoted(@Nullable String etag) {
		return text(etag).replace("\"", "");
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
