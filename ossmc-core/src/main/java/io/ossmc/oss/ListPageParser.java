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

	/** Elements below each other, none of which matters below the third. */
	private static final int LEVELS = 3;

	private final OssUri prefix;

	private final Instant now;

	private final AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;

	private final ListedFields fields = new ListedFields();

	/** Those that are open, from the outermost; Aalto gives each name one string. */
	private final String[] path = new String[LEVELS];

	private int depth;

	private final char[] text = new char[LONGEST_VALUE];

	private int length;

	/** Of the page itself. */
	private final Map<String, String> page = new HashMap<>();

	private final List<ListedObject> objects = new ArrayList<>(ObjectStore.PAGE);

	private final List<ListedObject> folders = new ArrayList<>();

	// Of the entry that is being read.

	private int said;

	private @Nullable String key;

	private long size;

	private String etag = "";

	private Instant modified = Instant.EPOCH;

	private String storageClass = "";

	private boolean symlink;

	private boolean restored;

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

	/**
	 * The page, once all of it was received.
	 * @param startAfter the key after which was asked; null if from the start
	 * @param token with which was asked; null if with none
	 */
	ListPage page(@Nullable String startAfter, @Nullable String token) throws UnusableReply {
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
		ListingEcho.require(this.prefix.key(), this.page.get("Prefix"), startAfter, this.page.get("StartAfter"), token,
				this.page.get("ContinuationToken"));
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
		if (this.depth == 0 && !name.equals("ListBucketResult")) {
			throw new UnusableReply("it is a document of another kind: " + ServerText.shown(name));
		}
		if (this.depth == DEEPEST) {
			throw new UnusableReply("its elements are nested too deeply");
		}
		if (this.depth < LEVELS) {
			this.path[this.depth] = name;
		}
		this.depth++;
		this.length = 0;
		if (this.depth == 2 && isEntry(name)) {
			if (this.objects.size() + this.folders.size() == ObjectStore.PAGE) {
				throw new UnusableReply("a page holds more than " + ObjectStore.PAGE + " entries");
			}
			clear();
		}
	}

	private static boolean isEntry(String name) {
		return name.equals("Contents") || name.equals("CommonPrefixes");
	}

	private void clear() {
		this.said = 0;
		this.key = null;
		this.size = -1;
		this.etag = "";
		this.modified = Instant.EPOCH;
		this.storageClass = "";
		this.symlink = false;
		this.restored = false;
	}

	private void append() throws UnusableReply {
		int more = this.reader.getTextLength();
		if (this.length + more > LONGEST_VALUE) {
			throw new UnusableReply("a value has more than " + LONGEST_VALUE + " characters");
		}
		System.arraycopy(this.reader.getTextCharacters(), this.reader.getTextStart(), this.text, this.length, more);
		this.length += more;
	}

	private void end() throws UnusableReply {
		this.depth--;
		switch (this.depth) {
			case 0 -> this.ended = true;
			case 1 -> endOfEntry(this.path[1]);
			case 2 -> {
				if (isEntry(this.path[1])) {
					keep(this.path[2]);
				}
			}
			default -> {
			}
		}
		this.length = 0;
	}

	private void endOfEntry(String name) throws UnusableReply {
		switch (name) {
			case "Contents" -> this.objects.add(object());
			case "CommonPrefixes" -> this.folders.add(folder(this.prefix, requireKey()));
			case "IsTruncated", "NextContinuationToken", "EncodingType", "Prefix", "StartAfter",
					"ContinuationToken" -> {
				if (this.page.putIfAbsent(name, value()) != null) {
					throw twice(name);
				}
			}
			default -> {
			}
		}
	}

	private void keep(String name) throws UnusableReply {
		switch (name) {
			case "Key", "Prefix" -> {
				once(1, name);
				this.key = this.fields.key(this.text, this.length);
			}
			case "LastModified" -> {
				once(2, name);
				this.modified = modified();
			}
			case "ETag" -> {
				once(4, name);
				this.etag = this.fields.unquoted(this.text, this.length);
			}
			case "Type" -> {
				once(8, name);
				this.symlink = value().equals("Symlink");
			}
			case "Size" -> {
				once(16, name);
				this.size = this.fields.size(this.text, this.length);
			}
			case "StorageClass" -> {
				once(32, name);
				this.storageClass = this.fields.common(this.text, this.length);
			}
			case "RestoreInfo" -> {
				once(64, name);
				this.restored = Restoration.readable(value(), this.now);
			}
			default -> {
			}
		}
	}

	private void once(int field, String name) throws UnusableReply {
		if ((this.said & field) != 0) {
			throw twice(name);
		}
		this.said |= field;
	}

	private static UnusableReply twice(String name) {
		return new UnusableReply("it says " + name + " twice of the same");
	}

	private String value() {
		return new String(this.text, 0, this.length);
	}

	private ListedObject object() throws UnusableReply {
		String name = requireKey();
		if (this.size < 0) {
			throw new UnusableReply(shown(name) + " has no size that is a number of bytes");
		}
		return new ListedObject(new ObjectSummary(this.prefix.bucket(), name, this.size, this.etag, this.modified,
				this.storageClass, false), this.symlink, this.restored);
	}

	private String requireKey() throws UnusableReply {
		if (this.key == null) {
			throw new UnusableReply("an entry has no key");
		}
		return this.key;
	}

	private Instant modified() throws UnusableReply {
		try {
			return this.fields.time(this.text, this.length);
		}
		catch (DateTimeException ex) {
			throw new UnusableReply("something in it was not modified at any time there is");
		}
	}

	private String shown(String name) {
		return ServerText.shown(this.prefix.withKey(name).toString());
	}

	static ListedObject folder(OssUri prefix, String key) {
		return new ListedObject(new ObjectSummary(prefix.bucket(), key, 0, "", Instant.EPOCH, "", true), false, false);
	}

}
