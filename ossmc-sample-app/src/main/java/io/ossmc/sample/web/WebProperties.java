package io.ossmc.sample.web;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the gateway lets in.
 *
 * @param hosts names under which browsers reach it, besides {@code localhost} and the
 * address a request came to; without ports
 * @param maxBody the most bytes that a request's body may have. By default what the most
 * and longest sentences of one request need, every character of them escaped, and some
 */
@ConfigurationProperties("sample.web")
record WebProperties(@DefaultValue List<String> hosts, @DefaultValue("2MB") DataSize maxBody) {
}
