/*
 * The reference: ranges of an object over keep-alive connections, received straight into memory. What a client costs
 * beyond this is its own. Reads "run N" on standard input, answers "result cpuNanos wallNanos bytes" (see Child.java).
 *
 * recv HOST PORT TLS CAFILE MEMORY DIRECTORY CONNECTIONS PART WRITE (PATH SIZE CRC)...
 *   MEMORY private: fresh anonymous memory, huge pages advised; reused: the same again;
 *          huge, fresh: a new file in DIRECTORY, a tmpfs with or without huge pages
 *   WRITE  map: received into the mapped file; file: into a hot buffer of 1 MiB, written to the file from there
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef WITH_TLS
#include <openssl/err.h>
#include <openssl/ssl.h>
static SSL_CTX *tls;
#endif

#define HOT (1 << 20)
#define HEAD 16384
#define MAX_CONNECTIONS 256

struct source {
	const char *path;
	uint64_t size;
	uint64_t crc;
};

struct connection {
	int fd;
#ifdef WITH_TLS
	SSL *ssl;
#endif
	char *hot;
};

static const char *host, *port, *memory_kind, *directory;
static int connections, file_writes;
static uint64_t part;
static struct connection pool[MAX_CONNECTIONS];
static const struct source *source;
static char *memory;
static int file = -1;
static atomic_ullong next_part;

static void die(const char *format, ...) {
	va_list args;
	va_start(args, format);
	printf("failed ");
	vprintf(format, args);
	printf("\n");
	fflush(stdout);
	exit(1);
}

static uint64_t now(clockid_t clock) {
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t) t.tv_sec * 1000000000u + (uint64_t) t.tv_nsec;
}

/* CRC-64/XZ, outside the measured time: ISA-L or liblzma if they are there. */

static uint64_t table[8][256];
static uint64_t (*isal)(uint64_t, const uint8_t *, uint64_t);
static uint64_t (*lzma)(const uint8_t *, size_t, uint64_t);

static void crc_init(void) {
	for (int i = 0; i < 256; i++) {
		uint64_t c = (uint64_t) i;
		for (int bit = 0; bit < 8; bit++) {
			c = (c >> 1) ^ (0xC96C5795D7870F42u & -(c & 1));
		}
		table[0][i] = c;
	}
	for (int k = 1; k < 8; k++) {
		for (int i = 0; i < 256; i++) {
			table[k][i] = (table[k - 1][i] >> 8) ^ table[0][table[k - 1][i] & 0xff];
		}
	}
	void *library = dlopen("libisal.so.2", RTLD_NOW);
	if (library) {
		*(void **) &isal = dlsym(library, "crc64_ecma_refl");
	}
	library = dlopen("liblzma.so.5", RTLD_NOW);
	if (library) {
		*(void **) &lzma = dlsym(library, "lzma_crc64");
	}
}

static uint64_t crc64(const uint8_t *data, uint64_t length) {
	if (isal) {
		return isal(0, data, length);
	}
	if (lzma) {
		return lzma(data, length, 0);
	}
	uint64_t c = ~(uint64_t) 0;
	for (; length >= 8; length -= 8, data += 8) {
		uint64_t word;
		memcpy(&word, data, 8);
		c ^= word;
		c = table[7][c & 0xff] ^ table[6][(c >> 8) & 0xff] ^ table[5][(c >> 16) & 0xff] ^ table[4][(c >> 24) & 0xff]
				^ table[3][(c >> 32) & 0xff] ^ table[2][(c >> 40) & 0xff] ^ table[1][(c >> 48) & 0xff]
				^ table[0][c >> 56];
	}
	for (; length > 0; length--) {
		c = (c >> 8) ^ table[0][(c ^ *data++) & 0xff];
	}
	return ~c;
}

/* Connections. */

static void dial(struct connection *c) {
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
	int error = getaddrinfo(host, port, &hints, &found);
	if (error) {
		die("%s: %s", host, gai_strerror(error));
	}
	c->fd = socket(found->ai_family, SOCK_STREAM, 0);
	if (c->fd < 0 || connect(c->fd, found->ai_addr, found->ai_addrlen)) {
		die("cannot connect to %s:%s: %s", host, port, strerror(errno));
	}
	freeaddrinfo(found);
	int one = 1;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
#ifdef WITH_TLS
	if (tls) {
		c->ssl = SSL_new(tls);
		SSL_set_fd(c->ssl, c->fd);
		if (SSL_connect(c->ssl) != 1) {
			die("TLS: %s", ERR_error_string(ERR_get_error(), NULL));
		}
	}
#endif
}

static size_t receive(struct connection *c, void *to, size_t length) {
#ifdef WITH_TLS
	if (c->ssl) {
		int n = SSL_read(c->ssl, to, length > HOT * 16 ? HOT * 16 : (int) length);
		if (n <= 0) {
			die("TLS read: %d", SSL_get_error(c->ssl, n));
		}
		return (size_t) n;
	}
#endif
	ssize_t n = recv(c->fd, to, length, 0);
	if (n <= 0) {
		die("recv: %s", n ? strerror(errno) : "the server closed the connection");
	}
	return (size_t) n;
}

static void ask(struct connection *c, const char *text, size_t length) {
#ifdef WITH_TLS
	if (c->ssl) {
		if (SSL_write(c->ssl, text, (int) length) != (int) length) {
			die("TLS write");
		}
		return;
	}
#endif
	if (send(c->fd, text, length, MSG_NOSIGNAL) != (ssize_t) length) {
		die("send: %s", strerror(errno));
	}
}

/* One range: the head, and with it perhaps the first bytes, then the rest straight to where it belongs. */
static void fetch(struct connection *c, uint64_t from, uint64_t length) {
	char text[HEAD];
	int asked = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: %s:%s\r\nRange: bytes=%llu-%llu\r\n\r\n", source->path,
			host, port, (unsigned long long) from, (unsigned long long) (from + length - 1));
	if (asked >= (int) sizeof text) {
		die("the URL is too long");
	}
	ask(c, text, (size_t) asked);
	size_t filled = 0;
	char *end = NULL;
	while (!end) {
		if (filled >= 4096) {
			die("the head of the reply is too long");
		}
		filled += receive(c, text + filled, 4096 - filled);
		text[filled] = 0;
		end = strstr(text, "\r\n\r\n");
	}
	if (strncmp(text, "HTTP/1.1 206", 12)) {
		*strchr(text, '\r') = 0;
		die("%s", text);
	}
	end += 4;
	uint64_t early = (uint64_t) (text + filled - end);
	if (early > length) {
		die("more bytes than asked for");
	}
	if (!file_writes) {
		memcpy(memory + from, end, early);
		for (uint64_t at = early; at < length;) {
			at += receive(c, memory + from + at, length - at);
		}
		return;
	}
	memcpy(c->hot, end, early);
	size_t hot = early;
	for (uint64_t at = 0; at < length;) {
		size_t room = length - at < HOT ? (size_t) (length - at) : HOT;
		while (hot < room) {
			hot += receive(c, c->hot + hot, room - hot);
		}
		for (size_t written = 0; written < room;) {
			ssize_t n = pwrite(file, c->hot + written, room - written, (off_t) (from + at + written));
			if (n < 0) {
				die("write: %s", strerror(errno));
			}
			written += (size_t) n;
		}
		at += room;
		hot = 0;
	}
}

static void *work(void *argument) {
	struct connection *c = argument;
	for (;;) {
		uint64_t from = atomic_fetch_add(&next_part, 1) * part;
		if (from >= source->size) {
			return NULL;
		}
		fetch(c, from, source->size - from < part ? source->size - from : part);
	}
}

/* Memory. */

static char *map(uint64_t size, int flags, int fd) {
	/* Aligned to a huge page, so that all of it can be on such pages. */
	uint64_t huge = 2u << 20;
	char *at = mmap(NULL, size + huge, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char *aligned = (char *) (((uintptr_t) at + huge - 1) & ~(uintptr_t) (huge - 1));
	char *mapped = mmap(aligned, size, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0);
	if (mapped == MAP_FAILED) {
		die("mmap: %s", strerror(errno));
	}
	if (aligned > at) {
		munmap(at, (size_t) (aligned - at));
	}
	munmap(aligned + ((size + 4095) & ~4095ull), (size_t) (at + huge - aligned));
	madvise(mapped, size, MADV_HUGEPAGE);
	return mapped;
}

static uint64_t reused_size;

static void acquire(void) {
	uint64_t size = source->size;
	if (!strcmp(memory_kind, "private")) {
		memory = map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	} else if (!strcmp(memory_kind, "reused")) {
		if (!memory) {
			memory = map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
			memset(memory, 1, size);
			reused_size = size;
		}
		if (size > reused_size) {
			die("objects must not grow");
		}
	} else {
		char name[4096];
		snprintf(name, sizeof name, "%s/recv-%d", directory, getpid());
		file = open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
		if (file < 0 || unlink(name)) {
			die("%s: %s", name, strerror(errno));
		}
		if (file_writes) {
			if (ftruncate(file, (off_t) size)) {
				die("ftruncate: %s", strerror(errno));
			}
		} else {
			int error = posix_fallocate(file, 0, (off_t) size);
			if (error) {
				die("fallocate: %s", strerror(error));
			}
			memory = map(size, MAP_SHARED, file);
		}
	}
}

static void verify(void) {
	if (file >= 0 && file_writes) {
		memory = map(source->size, MAP_SHARED, file);
	}
	if (crc64((uint8_t *) memory, source->size) != source->crc) {
		die("wrong bytes");
	}
}

static void release(void) {
	if (!strcmp(memory_kind, "reused")) {
		return;
	}
	munmap(memory, source->size);
	memory = NULL;
	if (file >= 0) {
		close(file);
		file = -1;
	}
}

int main(int argc, char **argv) {
	if (argc < 13) {
		die("arguments are missing");
	}
	host = argv[1];
	port = argv[2];
	memory_kind = argv[5];
	directory = argv[6];
	connections = atoi(argv[7]);
	part = strtoull(argv[8], NULL, 10);
	file_writes = !strcmp(argv[9], "file");
	int sources = (argc - 10) / 3;
	struct source *all = calloc((size_t) sources, sizeof *all);
	for (int i = 0; i < sources; i++) {
		all[i] = (struct source){argv[10 + 3 * i], strtoull(argv[11 + 3 * i], NULL, 10), strtoull(argv[12 + 3 * i], NULL, 10)};
	}
	if (connections < 1 || connections > MAX_CONNECTIONS) {
		die("between 1 and %d connections", MAX_CONNECTIONS);
	}
	if (!strcmp(argv[3], "true")) {
#ifdef WITH_TLS
		tls = SSL_CTX_new(TLS_client_method());
		SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
		if (SSL_CTX_load_verify_locations(tls, argv[4], NULL) != 1) {
			die("%s is no certificate", argv[4]);
		}
#else
		die("built without OpenSSL");
#endif
	}
	crc_init();
	for (int i = 0; i < connections; i++) {
		dial(&pool[i]);
		pool[i].hot = malloc(HOT);
	}
	printf("ready\n");
	fflush(stdout);
	char line[64];
	int turn = 0;
	while (fgets(line, sizeof line, stdin) && !strncmp(line, "run ", 4)) {
		uint64_t cpu = 0, wall = 0, bytes = 0;
		for (int n = atoi(line + 4); n > 0; n--) {
			source = &all[turn++ % sources];
			atomic_store(&next_part, 0);
			uint64_t cpu_start = now(CLOCK_PROCESS_CPUTIME_ID), wall_start = now(CLOCK_MONOTONIC);
			acquire();
			pthread_t threads[MAX_CONNECTIONS];
			for (int i = 1; i < connections; i++) {
				pthread_create(&threads[i], NULL, work, &pool[i]);
			}
			work(&pool[0]);
			for (int i = 1; i < connections; i++) {
				pthread_join(threads[i], NULL);
			}
			wall += now(CLOCK_MONOTONIC) - wall_start;
			cpu += now(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
			bytes += source->size;
			verify();
			release();
		}
		printf("result %llu %llu %llu\n", (unsigned long long) cpu, (unsigned long long) wall, (unsigned long long) bytes);
		fflush(stdout);
	}
	return 0;
}
