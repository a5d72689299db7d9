/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load against a server that behaves as it is told to: answers in all forms
   and pieces, ends of connections, standing still. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "http_answer.h"
#include "latency.h"
#include "load.h"

#define MS 1000000u
#define OK "HTTP/1.1 200 OK\r\n"

/* Answers in turn, the last one for ever. Parts between \f go out one after
   the other; \v ends the connection; \a stands still for .5 s. */
struct server {
	int fd;
	const char *const *answers;
	size_t next;
	char port[8];
};

static void
sleep_ms(long ms)
{
	const struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* Send an answer; false: the connection is to end. */
static bool
answer(int fd, const char *p)
{
	size_t n;

	for (; *p != '\0'; p += n) {
		n = strcspn(p, "\f\v\a");
		if (n > 0 && send(fd, p, n, MSG_NOSIGNAL) != (ssize_t)n)
			return (false);
		if (n > 0)
			continue;
		n = 1;
		if (*p == '\v')
			return (false);
		sleep_ms(*p == '\f' ? 5 : 500);
	}
	return (true);
}

/* A request: they all end with "]}}". */
static bool
read_request(int fd)
{
	char buffer[4096];
	size_t n = 0;
	ssize_t k;

	while (n < 3 || memcmp(buffer + n - 3, "]}}", 3) != 0) {
		k = recv(fd, buffer + n, sizeof(buffer) - n, 0);
		if (k <= 0)
			return (false);
		n += (size_t)k;
	}
	return (memcmp(buffer, "POST /x HTTP/1.1\r\n", 18) == 0);
}

static void *
serve(void *arg)
{
	struct server *s = arg;
	int fd;

	while ((fd = accept(s->fd, NULL, NULL)) != -1) {
		while (read_request(fd)) {
			const char *text = s->answers[s->next];

			s->next += s->answers[s->next + 1] != NULL;
			if (!answer(fd, text))
				break;
		}
		close(fd);
	}
	return (NULL);
}

static void
listen_on(struct server *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->fd = socket(AF_INET, SOCK_STREAM, 0);
	CHECK_INT(bind(s->fd, (struct sockaddr *)&at, n), 0);
	CHECK_INT(listen(s->fd, 16), 0);
	CHECK_INT(getsockname(s->fd, (struct sockaddr *)&at, &n), 0);
	snprintf(s->port, sizeof(s->port), "%u", ntohs(at.sin_port));
}

/* n requests over one connection, so many ms apart (0: one after the other),
   against these answers; a server with none is not there. */
static void
run(const char *const *answers, size_t n, unsigned gap_ms,
    struct load_result *out)
{
	static const char text[] = "POST /x HTTP/1.1\r\n\r\n[1]}}";
	struct server s = { .answers = answers };
	struct load_target target;
	struct load_options o = { .target = &target, .n_connections = 1,
	    .is_open = gap_ms > 0, .timeout = 300 * MS };
	struct load_requests q = { .bytes = STR_INIT };
	struct diag d = DIAG_INIT;
	char url[64];
	pthread_t id;

	listen_on(&s);
	snprintf(url, sizeof(url), "http://127.0.0.1:%s/x", s.port);
	CHECK_INT(load_target_parse(url, &target, &d), 0);
	if (gap_ms > 0)
		o.timeout = 10000ul * MS;
	if (answers != NULL)
		pthread_create(&id, NULL, serve, &s);
	else
		close(s.fd);
	str_addz(&q.bytes, text);
	q.v = calloc(n, sizeof(*q.v));
	for (q.n = 0; q.n < n; q.n++)
		q.v[q.n] = (struct load_request){ 0, sizeof(text) - 1, 1,
		    q.n * gap_ms * MS };
	CHECK_(load_run(&q, &o, out, &d) == 0, "%s", d.text);
	if (answers != NULL) {
		shutdown(s.fd, SHUT_RDWR);
		pthread_join(id, NULL);
		close(s.fd);
	}
	load_requests_release(&q);
	load_target_release(&target);
}

static void
test_ends(void)
{
	static const char *const good[] = {
		OK "Content-Length: 2\r\n\r\nab",
		OK "Content-Length: 2\r\n\f\r\na\fb",
		OK "transfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n"
		    "A;x=y\r\n012345\f6789\r\n0\r\nTrailer: x\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\n" OK "Content-Length: 0\r\n\r\n",
		"HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 503 Busy\r\nContent-Length:1 \r\n\r\nx",
		OK "Connection: close\r\nContent-Length: 1\r\n\r\nx\v",
		"HTTP/1.0 200 OK\r\n\r\nto the end\v",
		OK "Content-Length: 0\r\n\r\n", NULL
	};
	static const char *const kept[] = {
		OK "Content-Length: 0\r\n\r\n\v",	/* not kept */
		OK "Content-Length: 0\r\n\r\n", NULL
	};
	static const char *const bad[] = {
		OK "Content-Length: 9\r\n\r\nab\v", "SSH-2.0-x\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
		OK "Transfer-Encoding: chunked\r\n\r\nz\r\n", "\v",
		OK "Content-Length: 1\r\n\r\nab", "\a", NULL
	};
	struct load_result r;

	run(good, 9, 0, &r);
	CHECK_INT(r.ends[LOAD_ANSWERED], 9);
	CHECK_INT(r.statuses[2], 8);
	CHECK_INT(r.statuses[5], 1);
	CHECK_INT(r.rows, 8);
	CHECK_INT(load_failures(&r), 1);
	load_result_release(&r);
	run(kept, 3, 20, &r);
	CHECK_INT(r.statuses[2], 3);
	load_result_release(&r);
	run(bad, 7, 0, &r);
	CHECK_INT(r.ends[LOAD_BROKEN], 6);
	CHECK_INT(r.ends[LOAD_TIMED_OUT], 1);
	CHECK_INT(r.latency.n, 0);
	load_result_release(&r);
	run(NULL, 3, 0, &r);
	CHECK_INT(r.ends[LOAD_NOT_CONNECTED], 3);
	CHECK_INT(load_failures(&r), 3);
	load_result_release(&r);
}

/* The server stands still for .5 s at the sixth of 100 requests, 5 ms apart.
   Request k = 5, 6 .. is due at 5 k ms, and the server goes on at 525 ms at the
   earliest, so it takes 525 - 5 k ms: from 30 ms on in steps of 5, behind five
   quick ones.  So the 50th takes 250 ms or more, the 90th 450.  One after the
   other, one request alone would be slow. */
static void
test_omission(void)
{
#define QUICK OK "Content-Length: 0\r\n\r\n"
	static const char *const answers[] = { QUICK, QUICK, QUICK, QUICK,
	    QUICK, "\a" QUICK, QUICK, NULL };
	struct load_result r;

	run(answers, 100, 5, &r);
	CHECK_INT(r.statuses[2], 100);
	CHECK(latency_quantile(&r.latency, 0.5) > 249.0 * MS);
	CHECK(latency_quantile(&r.latency, 0.9) > 449.0 * MS);
	load_result_release(&r);
	run(answers, 100, 0, &r);
	CHECK_INT(r.ends[LOAD_TIMED_OUT], 1);
	CHECK(latency_quantile(&r.latency, 0.9) < 249.0 * MS);
	load_result_release(&r);
}

/* Against quantiles of the values themselves. */
static void
test_latency(void)
{
	struct latency l;
	uint64_t v = 1;

	latency_init(&l);
	CHECK(isnan(latency_quantile(&l, 0.5)));
	for (size_t k = 0; k < 1000; k++)
		latency_add(&l, 1000 + 1000 * k);
	CHECK_NEAR(latency_quantile(&l, 0.5), 500000, 0.008);
	CHECK_NEAR(latency_quantile(&l, 0.99), 990000, 0.008);
	CHECK_NEAR(latency_quantile(&l, 1), 1000000, 0);
	CHECK_NEAR(latency_quantile(&l, 0), 1003, 1e-9);
	CHECK_NEAR(l.sum / (double)l.n, 500500, 1e-12);
	latency_release(&l);
	/* Any one value is its bucket's, to 1 in 128. */
	for (int k = 0; k < 45; k++, v = v * 2 + (uint64_t)k) {
		latency_init(&l);
		latency_add(&l, v);
		latency_add(&l, v + v / 100);
		CHECK(latency_quantile(&l, 0.5) >= (double)v &&
		    latency_quantile(&l, 0.5) <= (double)v * (1 + 1.0 / 128));
		latency_release(&l);
	}
}

/* However an answer is cut. */
static void
test_pieces(void)
{
	static const char text[] = "HTTP/1.1 200 OK\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n";
	const size_t n = sizeof(text) - 1;
	struct http_answer a;

	http_answer_init(&a);
	for (size_t cut = 0; cut <= n; cut++) {
		http_answer_clear(&a);
		CHECK_INT(http_answer_take(&a, text, cut), cut);
		CHECK_INT(a.place == HTTP_DONE, cut == n);
		CHECK_INT(http_answer_take(&a, text + cut, n - cut), n - cut);
		CHECK(a.place == HTTP_DONE && a.status == 200 && !a.closes);
		CHECK_INT(a.n_bytes, n);
	}
	http_answer_release(&a);
}

static void
test_targets(void)
{
	static const char *const bad[] = { "https://x/", "localhost:80",
	    "http://", "http://:80/", "http://x:/", "http://u:p@x/",
	    "http://x/a b" };
	struct load_target t;
	struct diag d = DIAG_INIT;

	CHECK_INT(load_target_parse("http://[::1]:81/a/b?c", &t, &d), 0);
	CHECK_STR(t.host, "::1");
	CHECK_STR(t.port, "81");
	CHECK_STR(t.path, "/a/b?c");
	load_target_release(&t);
	CHECK_INT(load_target_parse("http://x", &t, &d), 0);
	CHECK_STR(t.port, "80");
	CHECK_STR(t.path, "/invocations");
	load_target_release(&t);
	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++)
		CHECK_(load_target_parse(bad[k], &t, &d) == -1, "%s", bad[k]);
}

int
main(void)
{
	test_ends();
	test_omission();
	test_latency();
	test_pieces();
	test_targets();
	return (check_done());
}
