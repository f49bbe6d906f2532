package io.ossmc.autoconfigure.platform;

/** Java or Spring Boot is too old. */
class UnsupportedPlatformException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	UnsupportedPlatformException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
