package io.ossmc.oss;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.ossmc.sign.Hmac;
import io.ossmc.sign.PercentEncoding;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** What signatures are made of. */
class SigningPropertyTests {

	@Property(tries = 300)
	void keyedHashesAreThoseOfTheJdk(@ForAll @Size(min = 1, max = 200) byte[] key, @ForAll String text)
			throws Exception {
		for (String name : new String[] { "SHA1", "SHA256" }) {
			Mac mac = Mac.getInstance("Hmac" + name);
			mac.init(new SecretKeySpec(key, "Hmac" + name));
			assertThat(Hmac.valueOf(name).of(key, text)).isEqualTo(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Property(tries = 500)
	void whatIsEncodedCanBeDecodedByAnybody(@ForAll String text) {
		String unicode = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		String encoded = PercentEncoding.encode(unicode);
		assertThat(encoded).matches("[A-Za-z0-9._~%-]*");
		assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(unicode);
		assertThat(PercentEncoding.decode(encoded)).contains(unicode);
		assertThat(PercentEncoding.encodePath(unicode)).isEqualTo(encoded.replace("%2F", "/"));
	}

	@Property(tries = 500)
	void whatIsDecodedIsWellFormedOrRefused(@ForAll String text) {
		Optional<String> decoded = PercentEncoding.decode(text);
		decoded.ifPresent((unicode) -> {
			assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(unicode)).isTrue();
			assertThat(URLDecoder.decode(text, StandardCharsets.UTF_8)).isEqualTo(unicode);
		});
		assertThat(PercentEncoding.decode(text + "%")).isEmpty();
		assertThat(PercentEncoding.decode(text + "%G0")).isEmpty();
		assertThat(PercentEncoding.decode(text + "%C3")).isEmpty();
		assertThat(PercentEncoding.decode(text + "\u00e9")).isEmpty();
	}

}
