// Whose the bytes of the budget are: one division for the masthead, the panel and the chart.

/** Divides the budget, in bytes. What is reserved and has not arrived is in use by nobody. */
export function divide(cache, models) {
	const retained = cache.retainedBytes ?? 0;
	const lingering = cache.lingeringBytes ?? 0;
	const held = Math.max(0, cache.usedBytes - retained - lingering);
	const reserved = Math.min(held, missing(models));
	return {
		arrived: held - reserved,
		reserved,
		retained,
		lingering,
		free: Math.max(0, cache.maxBytes - cache.usedBytes),
		budget: cache.maxBytes
	};
}

/** Of models that are being fetched, and of versions that are being fetched beside the one that serves. */
function missing(models) {
	return Object.values(models).flatMap((model) => [model, model.next]).filter((each) => each?.state === 'FETCHING')
		.reduce((sum, { totalBytes, fetchedBytes }) => sum + Math.max(0, totalBytes - fetchedBytes), 0);
}
