// Numbers as people read them. Bytes are binary everywhere: KiB, MiB, GiB.

const UNITS = ['KiB', 'MiB', 'GiB'];

/** Three significant digits, never in scientific notation. */
function digits(value) {
	if (value === 0) {
		return '0';
	}
	return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0).replace(/\B(?=(\d{3})+$)/g, ',');
}

function unitOf(bytes) {
	let unit = 0;
	let value = bytes / 1024;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	return unit;
}

export function bytes(count) {
	const unit = unitOf(count);
	return `${digits(count / 1024 ** (unit + 1))} ${UNITS[unit]}`;
}

/** "12.3 of 21.9 MiB": both in the unit of the whole. */
export function bytesOf(part, whole) {
	const unit = unitOf(whole);
	return `${digits(part / 1024 ** (unit + 1))} of ${bytes(whole)}`;
}

export function rate(bytesPerSecond) {
	return `${bytes(bytesPerSecond)}/s`;
}

/** Never 100 before it is complete. */
export function percent(part, whole) {
	return whole > 0 ? Math.min(part >= whole ? 100 : 99, Math.floor(100 * part / whole)) : 0;
}

export function duration(seconds) {
	if (seconds < 0.9995) {
		return seconds < .0005 ? '< 1 ms' : `${Math.round(seconds * 1000)} ms`;
	}
	if (seconds < 9.95) {
		return `${seconds.toFixed(1)} s`;
	}
	const whole = Math.round(seconds);
	if (whole < 60) {
		return `${whole} s`;
	}
	if (whole < 3600) {
		return `${Math.floor(whole / 60)} min ${whole % 60} s`;
	}
	if (whole >= 172800) {
		return `${Math.floor(whole / 86400)} days`;
	}
	return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

/** Seconds of an ISO 8601 duration such as PT1M2.5S, or null. */
export function isoSeconds(text) {
	const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text ?? '');
	if (!match) {
		return null;
	}
	const [, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
	return days * 86400 + hours * 3600 + minutes * 60 + Number(seconds);
}

export function count(number, one, many) {
	return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

export function clock(date) {
	return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
