package io.ossmc.benchmark;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OptionsTests {

	@Test
	void readsBothForms() {
		Options options = new Options(List.of("--bytes", "64MiB", "--rounds=3"));
		assertThat(options.bytes("bytes", "8GiB")).isEqualTo(64L << 20);
		assertThat(options.number("rounds", 5, 1)).isEqualTo(3);
		assertThat(options.number("other", 5, 1)).isEqualTo(5);
	}

	@Test
	void keepsTheOrderOfWhatThereIs() {
		Options options = new Options(List.of("--clients", "b,a"));
		assertThat(options.some("clients", List.of("a", "b", "c"))).containsExactly("a", "b");
		assertThat(options.some("memory", List.of("a", "b", "c"))).containsExactly("a", "b", "c");
	}

	@Test
	void saysWhatToWriteInstead() {
		refused("\"8GiB\" is not an option. Options begin with --; see --help for those there are.", "8GiB");
		refused("--bytes needs a value. Write --bytes VALUE.", "--bytes");
		refused("--bytes is given twice. Give it once.", "--bytes=1", "--bytes=2");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> new Options(List.of("--size=1")).allow(Set.of("bytes", "rounds")))
			.withMessage("There is no option --size. There are --bytes, --rounds.");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> new Options(List.of("--bytes=many")).bytes("bytes", "1"))
			.withMessage("--bytes many is not a size. Write 64MiB, 8GiB or a number of bytes.");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> new Options(List.of("--rounds=0")).number("rounds", 5, 1))
			.withMessage("--rounds 0 is not understood. Give a whole number from 1 on.");
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> new Options(List.of("--clients=netty")).some("clients", List.of("ossmc", "aws-crt")))
			.withMessage("--clients netty is not known. Give some of ossmc,aws-crt, separated by commas.");
	}

	private static void refused(String message, String... arguments) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> new Options(List.of(arguments)))
			.withMessage(message);
	}

	@Test
	void sizesAreReadAndShown() {
		assertThat(ByteSize.parse("size", "8GiB")).isEqualTo(8L << 30);
		assertThat(ByteSize.parse("size", "8 GB")).isEqualTo(8L << 30);
		assertThat(ByteSize.parse("size", "4096")).isEqualTo(4096);
		assertThat(ByteSize.show(8L << 30)).isEqualTo("8 GiB");
		assertThat(ByteSize.show(64 << 10)).isEqualTo("64 KiB");
		assertThat(ByteSize.show(1)).isEqualTo("1 B");
	}

	@Test
	void unknownBenchmarksAndOptionsEndWithStatusTwo() {
		assertThat(Main.run(List.of("upload"))).isEqualTo(2);
		assertThat(Main.run(List.of("link", "--memory", "huge"))).isEqualTo(2);
		assertThat(Main.run(List.of("list", "--keys", "1000,many"))).isEqualTo(2);
		assertThat(Main.run(List.of("list", "--keys", "0"))).isEqualTo(2);
		assertThat(Main.run(List.of("--help"))).isZero();
	}

}
