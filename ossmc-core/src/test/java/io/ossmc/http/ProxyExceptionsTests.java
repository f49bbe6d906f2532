package io.ossmc.http;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProxyExceptionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"aliyuncs.com                | http://aliyuncs.com, https://b.oss-cn-x.aliyuncs.com, http://B.ALIYUNCS.COM:80 | http://notaliyuncs.com, http://aliyuncs.com.evil",
			".aliyuncs.com               | http://aliyuncs.com, https://b.aliyuncs.com                                     | http://xaliyuncs.com",
			"*.aliyuncs.com              | http://aliyuncs.com, https://b.aliyuncs.com                                     | http://xaliyuncs.com",
			"Minio                       | http://minio:9000, http://models.minio:9000, http://minio                       | http://minio2",
			"minio:9000                  | http://minio:9000, http://b.minio:9000                                          | http://minio, http://minio:90",
			"minio:443                   | https://minio                                                                   | http://minio",
			"10.0.0.0/8                  | http://10.1.2.3:9000                                                            | http://11.1.2.3, http://10.example",
			"10.1.2.3                    | http://10.1.2.3:9000, https://10.1.2.3                                          | http://10.1.2.30",
			"10.1.2.3:9000               | http://10.1.2.3:9000                                                            | http://10.1.2.3",
			"192.168.128.0/17            | http://192.168.200.1                                                            | http://192.168.100.1",
			"::1                         | http://[::1]:9000                                                               | http://[::2]:9000",
			"[::1]:9000                  | http://[::1]:9000                                                               | http://[::1]:9001",
			"[::1]                       | http://[::1]:9001                                                               | http://127.0.0.1",
			"fd00::/8                    | http://[fd12::1]:9000                                                           | http://[fe12::1]:9000",
			"*                           | http://anything, https://10.1.2.3, http://[::1]                                 | ''",
			"'a.example, b.example,,'    | http://a.example, http://b.example                                              | http://c.example",
			"a.example b.example         | http://a.example, http://b.example                                              | http://c.example",
			"10.0.0.0/33                 | ''                                                                              | http://10.0.0.0",
			"10.0.0.0/x                  | ''                                                                              | http://10.0.0.0",
			".                           | ''                                                                              | http://a.example, http://10.0.0.0",
			"''                          | ''                                                                              | http://a.example, http://10.0.0.0" })
	void coversWhatOtherProgramsWouldNotAskTheProxyFor(String list, String covered, String others) {
		ProxyExceptions exceptions = ProxyExceptions.of(list);
		for (String origin : covered.split(", ")) {
			assertThat(origin.isEmpty() || exceptions.covers(Origin.of(URI.create(origin)))).as(origin).isTrue();
		}
		for (String origin : others.split(", ")) {
			assertThat(!origin.isEmpty() && exceptions.covers(Origin.of(URI.create(origin)))).as(origin).isFalse();
		}
	}

}
