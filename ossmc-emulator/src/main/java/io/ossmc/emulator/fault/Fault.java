package io.ossmc.emulator.fault;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.ossmc.emulator.PlainReply;
import io.ossmc.emulator.Reaction;
import io.ossmc.emulator.RequestKind;
import io.ossmc.emulator.Script;

/**
 * One kind of misbehaviour. Immutable.
 */
public final class Fault {

	static final Set<RequestKind> GET = Set.of(RequestKind.GET_OBJECT);

	static final Set<RequestKind> HEAD = Set.of(RequestKind.HEAD_OBJECT);

	static final Set<RequestKind> OBJECT = Set.of(RequestKind.GET_OBJECT, RequestKind.HEAD_OBJECT);

	static final Set<RequestKind> LIST = Set.of(RequestKind.LIST_OBJECTS);

	/** Whatever has a body. */
	static final Set<RequestKind> BODIES = Set.of(RequestKind.GET_OBJECT, RequestKind.LIST_OBJECTS);

	static final Set<RequestKind> ALL = Set.of(RequestKind.GET_OBJECT, RequestKind.HEAD_OBJECT,
			RequestKind.LIST_OBJECTS);

	private final String name;

	private final Set<RequestKind> scope;

	private final boolean lies;

	private final boolean progresses;

	private final Act act;

	private Fault(String name, Set<RequestKind> scope, boolean lies, boolean progresses, Act act) {
		this.name = name;
		this.scope = scope;
		this.lies = lies;
		this.progresses = progresses;
		this.act = act;
	}

	/**
	 * All kinds there are.
	 * @return the catalogue, always in the same order
	 */
	public static List<Fault> catalogue() {
		return Stream
			.of(StatusFaults.all(), HeadFaults.all(), ChecksumFaults.all(), BodyFaults.all(), ListingFaults.all(),
					PageFaults.all(), TimeFaults.all(), ConnectionFaults.all())
			.flatMap(List::stream)
			.toList();
	}

	static Fault of(String name, Set<RequestKind> scope, Act act) {
		return new Fault(name, scope, false, false, act);
	}

	/** The reply with something else in it. */
	static Fault changed(String name, Set<RequestKind> scope, UnaryOperator<PlainReply> change) {
		return played(name, scope, (plain, occasion) -> occasion.complete(change.apply(plain)));
	}

	/** Whatever is made of the reply. */
	static Fault played(String name, Set<RequestKind> scope, BiFunction<PlainReply, Occasion, Script> director) {
		return of(name, scope, (occasion) -> Reaction.script((plain) -> director.apply(plain, occasion)));
	}

	Fault lying() {
		return new Fault(this.name, this.scope, true, this.progresses, this.act);
	}

	Fault progressing() {
		return new Fault(this.name, this.scope, this.lies, true, this.act);
	}

	Reaction on(Occasion occasion) {
		return this.act.on(occasion);
	}

	/**
	 * Its name.
	 * @return the name, as {@code body.truncated}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Which requests it concerns.
	 * @return some of GETs and HEADs of objects and of listings
	 */
	public Set<RequestKind> scope() {
		return this.scope;
	}

	/**
	 * Whether it sends wrong bytes that nothing tells from the right ones. A client may
	 * deliver them, but not as verified.
	 * @return false for most
	 */
	public boolean lies() {
		return this.lies;
	}

	/**
	 * Whether it is slow but gets on, so that a client that waits for progress may take
	 * long.
	 * @return false for most
	 */
	public boolean progresses() {
		return this.progresses;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/** What is done. */
	@FunctionalInterface
	interface Act {

		Reaction on(Occasion occasion);

	}

}
