package io.ossmc;

/** When a model is fetched. */
public enum ModelMode {

	/** At start; kept until the connector is closed. */
	EAGER,

	/** On first use. */
	LAZY

}
