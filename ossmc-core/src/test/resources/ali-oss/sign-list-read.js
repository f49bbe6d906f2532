// What npm's ali-oss makes of the same bucket: its listing, the bytes it reads, the URLs it signs, and what they bring.
//
// Arguments: endpoint, region, bucket, prefix, key id, secret, security token (or "-"), "1" or "4" for the signature.
// Input, a line for each key: the key and the query that another client signed for it, both percent-encoded.
// Output, a line for each fact, its words percent-encoded and separated by spaces:
//   listed KEY
//   read KEY SHA-256
//   signed KEY QUERY STATUS SHA-256
'use strict';

const crypto = require('crypto');
const dns = require('dns');
const http = require('http');
const OSS = require('ali-oss');

const [endpoint, region, bucket, prefix, keyId, secret, token, version] = process.argv.slice(2);

// Not every system resolves the virtual hosts below localhost.
const lookup = dns.lookup;
dns.lookup = (name, options, callback) => lookup(name.endsWith('.localhost') ? '127.0.0.1' : name, options, callback);

// A signature names the time at which it was made: that of the other client's.
const RealDate = Date;
let fixedTime = null;
global.Date = class extends RealDate {
	constructor(...values) {
		super(...((values.length === 0 && fixedTime !== null) ? [fixedTime] : values));
	}
	static now() {
		return (fixedTime !== null) ? fixedTime : RealDate.now();
	}
};

const client = new OSS({
	endpoint, region: 'oss-' + region, bucket, accessKeyId: keyId, accessKeySecret: secret,
	stsToken: (token === '-') ? undefined : token, authorizationV4: version === '4'
});

const say = (...words) => console.log(words.map(encodeURIComponent).join(' '));

const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

async function list() {
	let continuation;
	do {
		const page = await client.listV2({ prefix, 'encoding-type': 'url', 'max-keys': 5, 'continuation-token': continuation });
		page.objects.forEach((object) => say('listed', decodeURIComponent(object.name)));
		continuation = page.nextContinuationToken;
	} while (continuation);
}

async function sign(key, theirs) {
	const query = new URLSearchParams(theirs);
	try {
		if (version === '4') {
			const [, year, month, day, hour, minute, second] = query.get('x-oss-date').match(/(\d{4})(..)(..)T(..)(..)(..)Z/);
			fixedTime = RealDate.UTC(year, month - 1, day, hour, minute, second);
			return await client.signatureUrlV4('GET', Number(query.get('x-oss-expires')), undefined, key);
		}
		fixedTime = (Number(query.get('Expires')) - 600) * 1000;
		return client.signatureUrl(key, { expires: 600 }, false);
	}
	finally {
		fixedTime = null;
	}
}

// As it is: new URL() and fetch() would resolve the dots of a key.
function get(url) {
	const [, authority, target] = url.match(/^http:\/\/([^/]+)(\/.*)$/);
	const [host, port] = authority.split(':');
	return new Promise((resolve, reject) => http.get({ host, port, path: target }, (response) => {
		const chunks = [];
		response.on('data', (chunk) => chunks.push(chunk));
		response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
	}).on('error', reject));
}

async function main() {
	await list();
	for (const line of require('fs').readFileSync(0, 'utf8').split('\n').filter((text) => text)) {
		const [key, theirs] = line.split(' ').map(decodeURIComponent);
		say('read', key, sha256((await client.get(key)).content));
		const url = await sign(key, theirs);
		const reply = await get(url);
		say('signed', key, url.substring(url.indexOf('?') + 1), reply.status, sha256(reply.body));
	}
}

main().catch((error) => {
	console.error(error);
	process.exitCode = 1;
});
