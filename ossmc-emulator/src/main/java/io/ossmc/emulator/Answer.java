package io.ossmc.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is to be sent for a request.
 *
 * @param status the HTTP status
 * @param headers without those of the framing
 * @param content what the body is a part of
 * @param slice which part
 */
record Answer(int status, Map<String, String> headers, Content content, ByteRange.Slice slice) {

	private static final Content NOTHING = MemoryContent.of(new byte[0]);

	Answer {
		headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
	}

	static Answer empty(int status, Map<String, String> headers) {
		return new Answer(status, headers, NOTHING, new ByteRange.Slice(0, 0));
	}

	static Answer xml(int status, Map<String, String> headers, String xml) {
		return xml(status, headers, xml.getBytes(StandardCharsets.UTF_8));
	}

	static Answer xml(int status, Map<String, String> headers, byte[] xml) {
		// Nobody asks for the checksum of a document.
		Content content = new MemoryContent(xml, 0);
		Map<String, String> all = new LinkedHashMap<>(headers);
		all.put("Content-Type", "application/xml");
		return new Answer(status, all, content, new ByteRange.Slice(0, content.size()));
	}

}
