// Every visible piece of text whose WCAG contrast with its background is below 4.5:1.
const channels = (color) => { const c = color.match(/[\d.]+/g).map(Number); return { r: c[0], g: c[1], b: c[2], a: c[3] ?? 1 }; };
const luminance = ({ r, g, b }) => {
	const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
	return .2126 * x + .7152 * y + .0722 * z;
};
const behind = (element) => {
	for (let e = element; e; e = e.parentElement) {
		const color = channels(getComputedStyle(e).backgroundColor);
		if (color.a === 1) {
			return color;
		}
	}
	return { r: 255, g: 255, b: 255 };
};
const found = new Set();
for (const element of document.querySelectorAll('body *')) {
	const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
	if (own && element.checkVisibility() && !element.closest('noscript, svg, .skip')) {
		const [a, b] = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
		const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (contrast < 4.5) {
			found.add(`${element.tagName}.${element.className} in ${element.parentElement.className}: ${contrast.toFixed(2)} (${element.textContent.slice(0, 30)})`);
		}
	}
}
return [...found];
