package io.ossmc;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The package list is the architecture: imports go one way. */
class ArchitectureTests {

	/** Each may import those before it. */
	private static final List<String> LAYERS = List.of("io.ossmc", "io.ossmc.spi", "io.ossmc.text", "io.ossmc.thread",
			"io.ossmc.checksum", "io.ossmc.system", "io.ossmc.memory", "io.ossmc.root", "io.ossmc.http",
			"io.ossmc.sign", "io.ossmc.oss", "io.ossmc.listing", "io.ossmc.pace", "io.ossmc.queue", "io.ossmc.transfer",
			"io.ossmc.budget", "io.ossmc.object", "io.ossmc.place", "io.ossmc.plan", "io.ossmc.version",
			"io.ossmc.loaded", "io.ossmc.model", "io.ossmc.connector");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.ossmc");

	@Test
	void importsGoOneWay() {
		for (int i = 0; i < LAYERS.size() - 1; i++) {
			String[] above = LAYERS.subList(i + 1, LAYERS.size()).toArray(String[]::new);
			noClasses().that()
				.resideInAPackage(LAYERS.get(i))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(above)
				.because("imports go from " + LAYERS.getLast() + " down to " + LAYERS.getFirst())
				.check(CLASSES);
		}
	}

	@Test
	void foreignMemoryStaysInTheSystemMemoryAndChecksumPackagesAndTheAccessorsThatReturnSegments() {
		noClasses().that()
			.resideOutsideOfPackages("io.ossmc.system", "io.ossmc.memory", "io.ossmc.checksum")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.lang.foreign.Linker")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.lang.foreign.Arena")
			.check(CLASSES);
	}

	@Test
	void theSdkIsTheControlPlaneOnly() {
		noClasses().that()
			.resideOutsideOfPackages("io.ossmc.oss", "io.ossmc.connector")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.aliyun..")
			.check(CLASSES);
	}

	@Test
	void everyPackageIsListed() {
		List<String> packages = CLASSES.stream().map((type) -> type.getPackageName()).distinct().toList();
		assertThat(LAYERS)
			.containsAll(packages.stream().filter((name) -> !name.startsWith("io.ossmc.emulator")).toList());
	}

}
