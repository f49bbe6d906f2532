package io.ossmc.http;

import io.ossmc.text.ServerText;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of OSS's error XML (see "Error responses" in its API reference). It also
 * holds the string to sign, the signature and the access key id: those are not read.
 *
 * @param code such as {@code NoSuchKey}
 * @param message a sentence
 * @param requestId OSS's name of the request
 * @param ec the fine-grained code
 * @param endpoint the endpoint the bucket belongs to
 * @param date what time it was there; null if the reply did not say
 */
record ErrorBody(String code, String message, String requestId, String ec, String endpoint, @Nullable Instant date) {

	static final ErrorBody NONE = of("", "");

	private static final Set<String> KEPT = Set.of("Code", "Message", "RequestId", "EC", "Endpoint");

	private static final Pattern SIGNED = Pattern
		.compile("(?i).*(signature|accesskeyid|security-token|x-oss-credential)(=|%3d).*");

	static ErrorBody of(String code, String message) {
		return new ErrorBody(code, message, "", "", "", null);
	}

	/** Reads what can be read: a body that is no XML, or cut off, gives what it has. */
	static ErrorBody parse(byte[] xml) {
		Map<String, String> values = new HashMap<>();
		if (xml.length > 0) {
			try {
				read(factory().createXMLStreamReader(new ByteArrayInputStream(xml)), values);
			}
			catch (XMLStreamException | RuntimeException ex) {
				// The status says enough.
			}
		}
		return new ErrorBody(values.getOrDefault("Code", ""), values.getOrDefault("Message", ""),
				values.getOrDefault("RequestId", ""), values.getOrDefault("EC", ""),
				values.getOrDefault("Endpoint", ""), null);
	}

	ErrorBody at(@Nullable Instant time) {
		return new ErrorBody(this.code, this.message, this.requestId, this.ec, this.endpoint, time);
	}

	private static XMLInputFactory factory() {
		XMLInputFactory factory = new InputFactoryImpl();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		return factory;
	}

	private static void read(XMLStreamReader reader, Map<String, String> values) throws XMLStreamException {
		int depth = 0;
		String element = "";
		while (reader.hasNext()) {
			switch (reader.next()) {
				case XMLStreamConstants.START_ELEMENT -> {
					depth++;
					if (depth == 1 && !reader.getLocalName().equals("Error")) {
						return;
					}
					element = (depth == 2) ? reader.getLocalName() : "";
				}
				case XMLStreamConstants.CHARACTERS -> {
					if (depth == 2 && KEPT.contains(element)) {
						values.putIfAbsent(element, harmless(reader.getText()));
					}
				}
				case XMLStreamConstants.END_ELEMENT -> {
					depth--;
					element = "";
				}
				case XMLStreamConstants.DTD -> {
					return;
				}
				default -> {
				}
			}
		}
	}

	/** A sentence that quotes a signed URL is not kept. */
	private static String harmless(String text) {
		String line = ServerText.shown(text).strip();
		return SIGNED.matcher(line).matches() ? "" : line;
	}

}
