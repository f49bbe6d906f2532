package io.ossmc.oss;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLInputFactory;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.ossmc.ObjectSummary;
import io.ossmc.OssUri;
import io.ossmc.http.BodyReceiver;
import io.ossmc.sign.PercentEncoding;
import io.ossmc.text.ServerText;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of a listing while it arrives ({@code ListBucketResult}, "ListObjectsV2"
 * in OSS's API reference). What it holds is limited whatever is sent: so many bytes of
 * XML and of a tag, so many entries, so many characters of a value; document types and
 * what they declare are refused. For one page, on one thread.
 */
final class ListPageParser implements BodyReceiver {

	/** Bytes of a page at most; a thousand of the longest keys, encoded, take 3 MiB. */
	static final int LARGEST = 8 << 20;

	/** Characters of a value at most: the longest key, encoded, has 3069. */
	static final int LONGEST_VALUE = 4096;

	/** Bytes of a tag, or of anything else that must be there whole, at most. */
	static final int LONGEST_TAG = 16 << 10;

	/** Bytes that are parsed at a time. */
	private static final int SLICE = 4 << 10;

	private static final int DEEPEST = 16;

	private final OssUri prefix;

	private final Instant now;

	private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;

	private final List<String> path = new ArrayList<>();

	private final StringBuilder text = new StringBuilder();

	/** Of the page itself, and of the entry that is being read. */
	private final Map<String, String> page = new HashMap<>();

	private final Map<String, String> entry = new HashMap<>();

	private final List<ListedObject> objects = new ArrayList<>();

	private final List<ListedObject> folders = new ArrayList<>();

	private long bytes;

	/** Bytes that have not become anything yet. */
	private int pending;

	private boolean ended;

	/**
	 * Creates a parser.
	 * @param prefix what was asked for
	 * @param now by which restored objects have expired or not
	 */
	ListPageParser(OssUri prefix, Instant now) {
		this.prefix = prefix;
		this.now = now;
		// A factory of its own: they share the names of all that they have read.
		AsyncXMLInputFactory factory = new InputFactoryImpl();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		this.reader = factory.createAsyncForByteArray();
	}

	@Override
	public void received(byte[] piece, int length) throws UnusableReply {
		this.bytes += length;
		if (this.bytes > LARGEST) {
			throw new UnusableReply("a page has more than " + LARGEST + " bytes");
		}
		try {
			for (int start = 0; start < length; start += SLICE) {
				parse(piece, start, Math.min(SLICE, length - start));
			}
		}
		catch (XMLStreamException | RuntimeException ex) {
			throw new UnusableReply("it is not well-formed XML");
		}
	}

	/** A tag takes more time the longer it is, and shows only at its end. */
	private void parse(byte[] piece, int start, int length) throws XMLStreamException, UnusableReply {
		this.reader.getInputFeeder().feedInput(piece, start, length);
		this.pending = read() ? 0 : this.pending + length;
		if (this.pending > LONGEST_TAG) {
			throw new UnusableReply("a tag has more than " + LONGEST_TAG + " bytes");
		}
	}

	/** The page, once all of it was received. */
	ListPage page() throws UnusableReply {
		this.reader.getInputFeeder().endOfInput();
		try {
			read();
		}
		catch (XMLStreamException | RuntimeException ex) {
			throw new UnusableReply("it ends in the middle");
		}
		if (!this.ended) {
			throw new UnusableReply("it ends in the middle");
		}
		if (!"url".equals(this.page.get("EncodingType"))) {
			throw new UnusableReply("its keys are not url-encoded as was asked");
		}
		return new ListPage(this.objects, this.folders, truncated(), this.page.get("NextContinuationToken"));
	}

	private boolean truncated() throws UnusableReply {
		return switch (this.page.get("IsTruncated")) {
			case "true" -> true;
			case "false" -> false;
			case null, default -> throw new UnusableReply("it does not say whether it is truncated");
		};
	}

	/** Reads what there is; false if that is nothing yet. */
	private boolean read() throws XMLStreamException, UnusableReply {
		for (boolean any = false;; any = true) {
			switch (this.reader.next()) {
				case AsyncXMLStreamReader.EVENT_INCOMPLETE, XMLStreamConstants.END_DOCUMENT -> {
					return any;
				}
				case XMLStreamConstants.START_ELEMENT -> start(this.reader.getLocalName());
				case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> append();
				case XMLStreamConstants.END_ELEMENT -> end();
				case XMLStreamConstants.DTD -> throw new UnusableReply("it has a document type");
				case XMLStreamConstants.ENTITY_REFERENCE -> throw new UnusableReply("it has an unknown entity");
				default -> {
				}
			}
		}
	}

	private void start(String name) throws UnusableReply {
		if (this.path.isEmpty() && !name.equals("ListBucketResult")) {
			throw new UnusableReply("it is a document of another kind: " + ServerText.shown(name));
		}
		if (this.path.size() == DEEPEST) {
			throw new UnusableReply("its elements are nested too deeply");
		}
		this.path.add(name);
		this.text.setLength(0);
		if (this.path.size() == 2 && isEntry(name)) {
			if (this.objects.size() + this.folders.size() == ListingRules.PAGE) {
				throw new UnusableReply("a page holds more than " + ListingRules.PAGE + " entries");
			}
			this.entry.clear();
		}
	}

	private static boolean isEntry(String name) {
		return name.equals("Contents") || name.equals("CommonPrefixes");
	}

	private void append() throws UnusableReply {
		if (this.text.length() + this.reader.getTextLength() > LONGEST_VALUE) {
			throw new UnusableReply("a value has more than " + LONGEST_VALUE + " characters");
		}
		this.text.append(this.reader.getTextCharacters(), this.reader.getTextStart(), this.reader.getTextLength());
	}

	private void end() throws UnusableReply {
		String name = this.path.removeLast();
		switch (this.path.size()) {
			case 0 -> this.ended = true;
			case 1 -> {
				switch (name) {
					case "Contents" -> this.objects.add(object());
					case "CommonPrefixes" -> this.folders.add(folder());
					case "IsTruncated", "NextContinuationToken", "EncodingType" -> keep(this.page, name);
					default -> {
					}
				}
			}
			case 2 -> {
				if (isEntry(this.path.getLast())) {
					switch (name) {
						case "Key", "LastModified", "ETag", "Type", "Size", "StorageClass", "RestoreInfo", "Prefix" ->
							keep(this.entry, name);
						default -> {
						}
					}
				}
			}
			default -> {
			}
		}
		this.text.setLength(0);
	}

	private void keep(Map<String, String> values, String name) throws UnusableReply {
		if (values.putIfAbsent(name, this.text.toString()) != null) {
			throw new UnusableReply("it says " + name + " twice of the same");
		}
	}

	private ListedObject object() throws UnusableReply {
		String key = key(this.entry.get("Key"));
		String uri = this.prefix.withKey(key).toString();
		ObjectSummary summary = new ObjectSummary(uri, key, size(uri),
				this.entry.getOrDefault("ETag", "").replace("\"", ""), modified(uri),
				ServerText.shown(this.entry.getOrDefault("StorageClass", "")), false);
		return new ListedObject(summary, "Symlink".equals(this.entry.get("Type")),
				Restoration.readable(this.entry.get("RestoreInfo"), this.now));
	}

	private ListedObject folder() throws UnusableReply {
		return folder(this.prefix, key(this.entry.get("Prefix")));
	}

	static ListedObject folder(OssUri prefix, String key) {
		return new ListedObject(new ObjectSummary(prefix.withKey(key).toString(), key, 0, "", Instant.EPOCH, "", true),
				false, false);
	}

	/** Also that of a listing which somebody else has read. */
	static String key(@Nullable String encoded) throws UnusableReply {
		if (encoded == null || encoded.isEmpty()) {
			throw new UnusableReply("an entry has no key");
		}
		return PercentEncoding.decode(encoded)
			.orElseThrow(() -> new UnusableReply("a key is not url-encoded: " + ServerText.shown(encoded)));
	}

	private long size(String uri) throws UnusableReply {
		String size = this.entry.getOrDefault("Size", "");
		if (size.isEmpty() || size.length() > 18 || !size.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			throw new UnusableReply(ServerText.shown(uri) + " has no size that is a number of bytes");
		}
		return Long.parseLong(size);
	}

	private Instant modified(String uri) throws UnusableReply {
		String time = this.entry.get("LastModified");
		try {
			return (time != null) ? Instant.parse(time) : Instant.EPOCH;
		}
		catch (DateTimeException ex) {
			throw new UnusableReply(ServerText.shown(uri) + " was not modified at any time there is");
		}
	}

}
