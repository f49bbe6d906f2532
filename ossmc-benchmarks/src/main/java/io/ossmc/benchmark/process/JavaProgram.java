package io.ossmc.benchmark.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** A class of this jar as a program of its own, on the JDK that runs this one. */
public final class JavaProgram {

	private JavaProgram() {
	}

	/**
	 * The command that runs a class.
	 * @param main the class
	 * @param jvm options of the JVM
	 * @param arguments of the program
	 * @return the command
	 */
	public static List<String> command(Class<?> main, List<String> jvm, List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + "/bin/java");
		command.add("--enable-native-access=ALL-UNNAMED");
		command.add("--sun-misc-unsafe-memory-access=allow");
		command.addAll(jvm);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		return command;
	}

	/**
	 * Answers as {@link Child} expects: what went wrong is a line too.
	 * @param work gives what follows {@code result}
	 */
	public static void answer(Callable<String> work) {
		String answer;
		try {
			answer = "result " + work.call();
		}
		catch (Exception | LinkageError ex) {
			ex.printStackTrace();
			answer = "failed " + ex.toString().replaceAll("\\R", " ");
		}
		System.out.println(answer);
		System.out.flush();
	}

	/**
	 * The words of a line.
	 * @param line separated by blanks
	 * @return the words
	 */
	public static List<String> words(String line) {
		return Arrays.asList(line.strip().split(" +"));
	}

}
