package io.ossmc.autoconfigure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTests {

	private final JavaClasses ours = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.ossmc.autoconfigure");

	@Test
	void usesOnlyThePublicApiOfTheLibrary() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.ossmc.budget..", "io.ossmc.checksum..", "io.ossmc.http..", "io.ossmc.listing..",
					"io.ossmc.loaded..", "io.ossmc.memory..", "io.ossmc.model..", "io.ossmc.object..", "io.ossmc.oss..",
					"io.ossmc.pace..", "io.ossmc.place..", "io.ossmc.plan..", "io.ossmc.queue..", "io.ossmc.root..",
					"io.ossmc.sign..", "io.ossmc.system..", "io.ossmc.text..", "io.ossmc.thread..",
					"io.ossmc.transfer..", "io.ossmc.version..")
			.check(this.ours);
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.ossmc", "io.ossmc.spi", "io.ossmc.connector", "io.ossmc.emulator",
					"io.ossmc.autoconfigure..", "java..", "org.springframework..", "com.aliyun.oss",
					"com.alibaba.cloud.spring.boot.oss.autoconfigure", "com.fasterxml.jackson.annotation",
					"io.micrometer.core.instrument..", "org.slf4j..", "org.jspecify.annotations")
			.check(this.ours);
	}

	@Test
	void onlyTheEmulatorPackageKnowsTheEmulator() {
		noClasses().that()
			.resideOutsideOfPackage("io.ossmc.autoconfigure.emulator")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.ossmc.emulator..")
			.check(this.ours);
	}

	@Test
	void importsGoOneWayUpToTheConnectorAndNotSideways() {
		noClasses().that()
			.resideInAPackage("io.ossmc.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.ossmc.autoconfigure.*..")
			.check(this.ours);
		slices().matching("io.ossmc.autoconfigure.(*)..").should().notDependOnEachOther().check(this.ours);
	}

	@Test
	void configurationsArePackagePrivate() {
		classes().that()
			.areAnnotatedWith(Configuration.class)
			.and()
			.haveSimpleNameEndingWith("Configuration")
			.and()
			.haveSimpleNameNotEndingWith("AutoConfiguration")
			.should()
			.bePackagePrivate()
			.check(this.ours);
	}

	/** Who is to replace a bean must be able to name its type. */
	@Test
	void beansThatMayBeReplacedHavePublicTypes() {
		methods().that()
			.areAnnotatedWith(ConditionalOnMissingBean.class)
			.should()
			.haveRawReturnType(modifier(JavaModifier.PUBLIC))
			.check(this.ours);
	}

}
