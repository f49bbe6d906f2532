package io.ossmc.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.ossmc.connector.RemoteOss;
import io.ossmc.emulator.OssEmulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Other languages, little address space, few descriptors, few threads: needs root and
 * Linux, so that a laptop leaves it out and {@code -Pci} does not.
 */
@Tag("engine")
@Timeout(300)
class EnvironmentTests {

	private final OssEmulator emulator = RemoteOss.emulator().start();

	@TempDir
	Path directory;

	@BeforeEach
	void objectsAndADirectoryThatOthersMayUse() throws IOException {
		OnOss.put(this.emulator);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
	}

	@AfterEach
	void closeEmulator() {
		this.emulator.close();
	}

	@Test
	void everythingIsTheSameWhereTheSystemSpeaksChinese() throws Exception {
		assumeThat(ChildJvm.output("locale", "-a")).as("localedef -i zh_CN -f UTF-8 zh_CN.UTF-8")
			.contains("zh_CN.utf8");
		child().environment("LC_ALL", "zh_CN.UTF-8").runTagged("environment");
	}

	@Test
	void everythingIsTheSameWithoutALocaleUnlessNamesAreBeyondAscii() throws Exception {
		child().environment("LC_ALL", "POSIX").runTagged("environment");
		child().environment("LC_ALL", "POSIX").run(NamesWithoutLocale.class);
	}

	@Test
	void littleAddressSpaceIsAnErrorOfWhoReadsAndOfNobodyElse() throws Exception {
		child().limit("-v 1500000")
			.jvm("-XX:CompressedClassSpaceSize=32m", "-XX:ReservedCodeCacheSize=32m")
			.environment("MALLOC_ARENA_MAX", "1")
			.run(LittleAddressSpace.class);
	}

	@Test
	void fewDescriptorsAreAnErrorThatNamesThemAndPassesByItself() throws Exception {
		child().limit("-n 128")
			.jvm("-Dsun.net.inetaddr.ttl=0", "-Dsun.net.inetaddr.negative.ttl=0")
			.run(FewDescriptors.class);
	}

	@Test
	void fewThreadsAreNoErrorOfAModelOrOneThatPassesByItself() throws Exception {
		child().limit("-u 120").asSomebodyElse().run(FewThreads.class);
	}

	@Test
	void readOnlyFoldersOfThisUserAreRemovedByWhoIsNotRoot() throws Exception {
		child().asSomebodyElse().run(ReadOnlyFolder.class);
	}

	private ChildJvm child() {
		return new ChildJvm(RemoteOss.of(this.emulator), this.directory);
	}

}
