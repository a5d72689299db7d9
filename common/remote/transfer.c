/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef HAVE_libcurl

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "numtext.h"
#include "str.h"

#include "transfer.h"

#define BUFFER ((size_t)1 << 20)	/* what may wait to be taken */
#define REDIRECTS_MAX 5L
#define POLL_MS 1000
#define SHA256_OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb924" \
	"27ae41e4649b934ca495991b7852b855"

struct transfer {
	struct libcurl *curl;
	CURL *easy;
	struct curl_slist *headers;
	struct reply reply;
	struct str body;
	size_t n_taken;
	bool is_paused, is_done;
	CURLcode result;
	char error[CURL_ERROR_SIZE];
};

static void
clear_reply(struct reply *r)
{
	free(r->etag);
	free(r->modified);
	free(r->region);
	free(r->reason);
	memset(r, 0, sizeof(*r));
}

static bool
take_number(const char *p, size_t n, uint64_t *out)
{
	int64_t v;

	if (parse_int(p, n, &v) == -1 || v < 0)
		return (false);
	*out = (uint64_t)v;
	return (true);
}

/* "bytes 0-99/1000", or "bytes * /0" (without the blank) of what is empty */
static void
take_range(struct reply *r, const char *p)
{
	const char *dash = strchr(p, '-'), *slash = strchr(p, '/');

	if (strncasecmp(p, "bytes ", 6) != 0 || slash == NULL ||
	    !take_number(slash + 1, strlen(slash + 1), &r->total))
		return;
	r->has_range = p[6] == '*' || (dash != NULL && dash < slash &&
	    take_number(p + 6, (size_t)(dash - p - 6), &r->first));
}

static void
take_text(char **to, const char *value)
{
	free(*to);
	*to = mem_strdup(value);
}

/* "HTTP/1.1 404 Not Found": those of redirects are forgotten. */
static void
take_status(struct reply *r, const char *line)
{
	const char *p = strchr(line, ' ');
	uint64_t n;

	clear_reply(r);
	r->is_old = strncmp(line, "HTTP/1", 6) == 0;
	if (p == NULL || strlen(p) < 4 || !take_number(p + 1, 3, &n))
		return;
	r->status = (long)n;
	p += 4;
	r->reason = mem_strdup(p + (*p == ' '));
}

static void
take_header(struct reply *r, const char *name, const char *value)
{
	uint64_t n;

	if (strcasecmp(name, "content-length") == 0)
		r->has_length = take_number(value, strlen(value), &r->length);
	else if (strcasecmp(name, "content-range") == 0)
		take_range(r, value);
	else if (strcasecmp(name, "etag") == 0)
		take_text(&r->etag, value);
	else if (strcasecmp(name, "last-modified") == 0)
		take_text(&r->modified, value);
	else if (strcasecmp(name, "x-amz-bucket-region") == 0)
		take_text(&r->region, value);
	else if (strcasecmp(name, "transfer-encoding") == 0)
		r->is_chunked = true;
	else if (strcasecmp(name, "retry-after") == 0 &&
	    take_number(value, strlen(value), &n))
		r->retry_after = n < 1000 ? (long)n : 1000;
}

static size_t
on_header(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t end = n *= size;
	char *line, *value;

	while (end > 0 && (p[end - 1] == '\n' || p[end - 1] == '\r' ||
	    p[end - 1] == ' '))
		end--;
	line = mem_strndup(p, end);
	if (strncmp(line, "HTTP/", 5) == 0) {
		take_status(&t->reply, line);
	} else if ((value = strchr(line, ':')) != NULL) {
		*value++ = '\0';
		while (*value == ' ' || *value == '\t')
			value++;
		take_header(&t->reply, line, value);
	}
	free(line);
	return (n);
}

/* What a server says of its errors is not the body that is wanted. */
static size_t
on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;

	n *= size;
	if (t->reply.status / 100 != 2)
		return (n);
	if (t->body.len - t->n_taken >= BUFFER) {
		t->is_paused = true;
		return (CURL_WRITEFUNC_PAUSE);
	}
	str_add(&t->body, p, n);
	return (n);
}

static void
add_header(struct transfer *t, const char *name, const char *value)
{
	struct str s = STR_INIT;

	if (value == NULL)
		return;
	str_addf(&s, "%s: %s", name, value);
	t->headers = t->curl->curl_slist_append(t->headers, str_get(&s));
	str_release(&s);
}

/* A row for each option, as libcurl takes them in one at a time. */
static void
set_ways(struct transfer *t, const struct request *q)
{
	__typeof__(t->curl->curl_easy_setopt) set = t->curl->curl_easy_setopt;

	set(t->easy, CURLOPT_URL, q->url);
	set(t->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set(t->easy, CURLOPT_REDIR_PROTOCOLS_STR,
	    strncasecmp(q->url, "https:", 6) == 0 ? "https" : "http,https");
	set(t->easy, CURLOPT_FOLLOWLOCATION, q->is_signed ? 0L : 1L);
	set(t->easy, CURLOPT_PATH_AS_IS, q->is_signed ? 1L : 0L);
	set(t->easy, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	set(t->easy, CURLOPT_NOSIGNAL, 1L);
	set(t->easy, CURLOPT_CONNECTTIMEOUT, q->timeout);
	set(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	set(t->easy, CURLOPT_LOW_SPEED_TIME, q->timeout);
	set(t->easy, CURLOPT_USERAGENT, "mlc/" MLC_VERSION);
	set(t->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	set(t->easy, CURLOPT_ERRORBUFFER, t->error);
	set(t->easy, CURLOPT_PRIVATE, t);
	set(t->easy, CURLOPT_HEADERFUNCTION, on_header);
	set(t->easy, CURLOPT_HEADERDATA, t);
	set(t->easy, CURLOPT_WRITEFUNCTION, on_body);
	set(t->easy, CURLOPT_WRITEDATA, t);
}

/* libcurl keeps the credentials from other hosts that it is sent to. */
static void
set_credentials(struct transfer *t, const struct request *q)
{
	__typeof__(t->curl->curl_easy_setopt) set = t->curl->curl_easy_setopt;

	set(t->easy, CURLOPT_NETRC, q->user == NULL && q->token == NULL &&
	    !q->is_signed ? (long)CURL_NETRC_OPTIONAL :
	    (long)CURL_NETRC_IGNORED);
	if (q->user != NULL) {
		set(t->easy, CURLOPT_USERNAME, q->user);
		set(t->easy, CURLOPT_PASSWORD, q->password);
	}
	if (q->token != NULL) {
		set(t->easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		set(t->easy, CURLOPT_XOAUTH2_BEARER, q->token);
	}
	if (q->sigv4 != NULL) {
		set(t->easy, CURLOPT_AWS_SIGV4, q->sigv4);
		add_header(t, "x-amz-content-sha256", SHA256_OF_NOTHING);
	}
	add_header(t, "x-amz-security-token", q->session);
}

static void
set_range(struct transfer *t, const struct request *q)
{
	struct str s = STR_INIT;

	if (q->from == 0 && q->to == TRANSFER_END)
		return;
	str_addf(&s, "%llu-", (unsigned long long)q->from);
	if (q->to != TRANSFER_END)
		str_addf(&s, "%llu", (unsigned long long)q->to - 1);
	t->curl->curl_easy_setopt(t->easy, CURLOPT_RANGE, str_get(&s));
	str_release(&s);
}

struct transfer *
transfer_begin(struct libcurl *c, const struct request *q)
{
	struct transfer *t = MEM_NEW(struct transfer);

	t->curl = c;
	t->easy = c->curl_easy_init();
	if (t->easy == NULL)
		mem_die();
	set_ways(t, q);
	set_credentials(t, q);
	set_range(t, q);
	add_header(t, "If-Match", q->if_match);
	add_header(t, "If-Unmodified-Since", q->if_unmodified);
	c->curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
	(void)c->curl_multi_add_handle(c->multi, t->easy);
	return (t);
}

/* Let go on what goes on, of all transfers; those that ended know it then. */
static void
go_on(struct transfer *t)
{
	struct libcurl *c = t->curl;
	char *ended;
	CURLMsg *m;
	int n;

	if (t->is_paused) {
		t->is_paused = false;
		(void)c->curl_easy_pause(t->easy, CURLPAUSE_CONT);
	}
	if (c->curl_multi_perform(c->multi, &n) != CURLM_OK) {
		t->is_done = true;
		t->result = CURLE_OUT_OF_MEMORY;
	}
	while ((m = c->curl_multi_info_read(c->multi, &n)) != NULL) {
		(void)c->curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE,
		    &ended);
		((struct transfer *)ended)->is_done = true;
		((struct transfer *)ended)->result = m->data.result;
	}
}

/* One step, or a while in which nothing comes. */
static void
step(struct transfer *t)
{
	struct libcurl *c = t->curl;
	size_t before = t->body.len;

	go_on(t);
	if (t->body.len == before && !t->is_done)
		(void)c->curl_multi_poll(c->multi, NULL, 0, POLL_MS, NULL);
}

void
transfer_wait(struct transfer *t)
{
	while (t->n_taken == t->body.len && !t->is_done) {
		str_clear(&t->body);
		t->n_taken = 0;
		step(t);
	}
}

void
transfer_finish(struct transfer *t)
{
	while (!t->is_done && !t->is_paused)
		step(t);
}

const struct reply *
transfer_reply(const struct transfer *t)
{
	return (&t->reply);
}

size_t
transfer_read(struct transfer *t, void *to, size_t n)
{
	size_t left;

	transfer_wait(t);
	left = t->body.len - t->n_taken;
	n = n < left ? n : left;
	if (n > 0)
		memcpy(to, t->body.buf + t->n_taken, n);
	t->n_taken += n;
	return (n);
}

bool
transfer_is_whole(const struct transfer *t)
{
	return (t->result == CURLE_OK);
}

bool
transfer_is_transient(const struct transfer *t)
{
	static const CURLcode codes[] = {
		CURLE_OPERATION_TIMEDOUT, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR,
		CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
		CURLE_HTTP2_STREAM
	};
	static const long statuses[] = { 408, 429, 500, 502, 503, 504 };

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (t->result == codes[i])
			return (true);
	}
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (t->reply.status == statuses[i])
			return (true);
	}
	return (false);
}

const char *
transfer_error(const struct transfer *t)
{
	return (t->error[0] != '\0' ? t->error :
	    t->curl->curl_easy_strerror(t->result));
}

void
transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	(void)t->curl->curl_multi_remove_handle(t->curl->multi, t->easy);
	t->curl->curl_easy_cleanup(t->easy);
	t->curl->curl_slist_free_all(t->headers);
	clear_reply(&t->reply);
	str_release(&t->body);
	free(t);
}

#endif
