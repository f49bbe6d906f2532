package io.ossmc.emulator.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Documents that are no listing, and entries that are no objects. */
final class ListingFaults {

	private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

	private ListingFaults() {
	}

	static List<Fault> all() {
		return Stream.of(documents(), bombs(), entries()).flatMap(List::stream).toList();
	}

	private static List<Fault> documents() {
		return List.of(xml("list.truncated-document", (text, occasion) -> text.substring(0, text.length() * 2 / 3)),
				xml("list.empty-document", (text, occasion) -> ""),
				xml("list.wrong-root", (text, occasion) -> text.replace("ListBucketResult", "ListAllMyBucketsResult")),
				xml("list.error-with-200",
						(text, occasion) -> PROLOG + "<Error><Code>InternalError</Code><Message>no</Message></Error>"),
				xml("list.json", (text, occasion) -> "{\"Contents\":[]}"),
				xml("list.binary", (text, occasion) -> "\u0000\u0001\u0002".repeat(500)),
				xml("list.two-documents", (text, occasion) -> text + text),
				xml("list.without-entries", (text, occasion) -> PROLOG + "<ListBucketResult/>"),
				bytes("list.compressed", (text) -> ChecksumFaults.gzip(text.getBytes(StandardCharsets.UTF_8))),
				bytes("list.utf-16", (text) -> text.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16)),
				bytes("list.unknown-charset",
						(text) -> text.replace("UTF-8", "x-nobody-knows").getBytes(StandardCharsets.UTF_8)),
				bytes("list.malformed-utf-8",
						(text) -> text.replace("<Key>", "<Key>\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1)));
	}

	private static List<Fault> bombs() {
		return List.of(xml("list.entity-bomb", (text, occasion) -> {
			StringBuilder document = new StringBuilder(PROLOG + "<!DOCTYPE x [<!ENTITY e0 \"boom\">");
			for (int level = 1; level < 20; level++) {
				document.append("<!ENTITY e").append(level).append(" \"");
				document.append(("&e" + (level - 1) + ";").repeat(10)).append("\">");
			}
			return document + "]>" + text.replace(PROLOG, "").replace("<Name>", "<Name>&e19;");
		}), xml("list.external-entity",
				(text, occasion) -> PROLOG + "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + occasion.elsewhere() + "/entity\">]>"
						+ text.replace(PROLOG, "").replace("<Name>", "<Name>&e;")),
				xml("list.external-dtd",
						(text, occasion) -> PROLOG + "<!DOCTYPE x SYSTEM \"" + occasion.elsewhere() + "/dtd\">"
								+ text.replace(PROLOG, "")),
				xml("list.deep",
						(text, occasion) -> text.replace("<Name>",
								"<a>".repeat(60_000) + "</a>".repeat(60_000) + "<Name>")),
				xml("list.giant-text", (text, occasion) -> text.replace("<Name>", "<Name>" + "x".repeat(6 << 20))),
				xml("list.giant-key", (text, occasion) -> text.replaceFirst("</Key>", "k".repeat(1 << 20) + "</Key>")),
				xml("list.many-attributes", (text, occasion) -> {
					StringBuilder attributes = new StringBuilder("<Name");
					for (int number = 0; number < 20_000; number++) {
						attributes.append(" a").append(number).append("=\"\"");
					}
					return text.replace("<Name", attributes);
				}));
	}

	private static List<Fault> entries() {
		return List.of(first("list.size-negative", "<Size>\\d+</Size>", "<Size>-1</Size>"),
				first("list.size-huge", "<Size>\\d+</Size>", "<Size>9223372036854775807</Size>"),
				first("list.size-beyond-64-bits", "<Size>\\d+</Size>", "<Size>" + "9".repeat(40) + "</Size>"),
				first("list.size-no-number", "<Size>\\d+</Size>", "<Size>many</Size>"),
				first("list.size-missing", "<Size>\\d+</Size>", ""),
				first("list.size-empty", "<Size>\\d+</Size>", "<Size/>"),
				first("list.size-zero", "<Size>\\d+</Size>", "<Size>0</Size>"),
				first("list.size-larger", "<Size>(\\d+)</Size>", "<Size>1$1</Size>"),
				first("list.size-smaller", "<Size>(\\d)\\d+</Size>", "<Size>$1</Size>"),
				first("list.size-twice", "<Size>\\d+</Size>", "<Size>1</Size><Size>2</Size>"),
				first("list.etag-missing", "<ETag>[^<]*</ETag>", ""),
				first("list.etag-empty", "<ETag>[^<]*</ETag>", "<ETag></ETag>"),
				first("list.etag-other", "<ETag>[^<]*</ETag>", "<ETag>\"0123456789ABCDEF\"</ETag>"),
				first("list.etag-with-line-break", "<ETag>[^<]*</ETag>",
						"<ETag>\"01\"&#13;&#10;X-Injected: yes</ETag>"),
				first("list.type-symlink", "<Type>[^<]*</Type>", "<Type>Symlink</Type>"),
				first("list.storage-class-odd", "<StorageClass>[^<]*</StorageClass>",
						"<StorageClass>&#27;[31m" + "Archive".repeat(2000) + "</StorageClass>"),
				first("list.time-garbage", "<LastModified>[^<]*</LastModified>", "<LastModified>soon</LastModified>"),
				first("list.time-missing", "<LastModified>[^<]*</LastModified>", ""),
				first("list.key-missing", "<Key>[^<]*</Key>", ""),
				first("list.key-empty", "<Key>[^<]*</Key>", "<Key/>"),
				first("list.key-bad-percent", "</Key>", "%zz</Key>"),
				first("list.key-cut-percent", "</Key>", "%4</Key>"),
				first("list.key-escapes", "<Key>([^<]*)</Key>", "<Key>$1/../../../../escaped</Key>"),
				first("list.key-elsewhere", "<Key>[^<]*</Key>", "<Key>somewhere/else.bin</Key>"),
				xml("list.key-twice", (text, occasion) -> text.replaceFirst("(?s)(<Contents>.*?</Contents>)", "$1$1")),
				xml("list.unordered",
						(text, occasion) -> text.replaceFirst("(?s)(<Contents>.*?</Contents>)(<Contents>.*</Contents>)",
								"$2$1")),
				xml("list.folder-and-file-alike", (text, occasion) -> text
					.replaceFirst("(?s)(<Contents><Key>[^<]*)(</Key>.*?</Contents>)", "$1$2$1%2Fbelow$2")));
	}

	private static Fault first(String name, String pattern, String replacement) {
		return xml(name, (text, occasion) -> text.replaceFirst(pattern, replacement));
	}

	static Fault xml(String name, BiFunction<String, Occasion, String> change) {
		return Fault.played(name, Fault.LIST,
				(plain, occasion) -> plain
					.text(change.apply(new String(plain.body(), StandardCharsets.UTF_8), occasion))
					.send());
	}

	private static Fault bytes(String name, Function<String, byte[]> change) {
		return Fault.changed(name, Fault.LIST, (plain) -> {
			byte[] body = change.apply(new String(plain.body(), StandardCharsets.UTF_8));
			return plain.with("Content-Length", Integer.toString(body.length)).body(body);
		});
	}

}
