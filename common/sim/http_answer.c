/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "numtext.h"

#include "http_answer.h"

void
http_answer_init(struct http_answer *a)
{
	*a = (struct http_answer){ .place = HTTP_STATUS_LINE,
	    .line = STR_INIT };
}

void
http_answer_release(struct http_answer *a)
{
	str_release(&a->line);
}

void
http_answer_clear(struct http_answer *a)
{
	struct str line = a->line;

	str_clear(&line);
	*a = (struct http_answer){ .place = HTTP_STATUS_LINE, .line = line };
}

/* "HTTP/1.1 200 OK" */
static int
take_status(struct http_answer *a)
{
	const char *p = str_get(&a->line);
	int64_t status;

	if (a->line.len < 12 || strncmp(p, "HTTP/1.", 7) != 0 || p[8] != ' ' ||
	    parse_int(p + 9, 3, &status) == -1 || status < 100 ||
	    (p[12] != ' ' && p[12] != '\0'))
		return (-1);
	a->status = (int)status;
	a->closes = p[7] == '0';
	a->place = HTTP_HEADER;
	return (0);
}

/* The value of a header, in any case, without blanks around; NULL: it is
   another one. */
static const char *
header_value(const struct http_answer *a, const char *name, size_t *n)
{
	const char *p = str_get(&a->line);
	size_t len = strlen(name);

	if (a->line.len <= len || strncasecmp(p, name, len) != 0 ||
	    p[len] != ':')
		return (NULL);
	*n = a->line.len - len - 1;
	for (p += len + 1; *n > 0 && (*p == ' ' || *p == '\t'); p++)
		--*n;
	while (*n > 0 && (p[*n - 1] == ' ' || p[*n - 1] == '\t'))
		--*n;
	return (p);
}

static int
take_header(struct http_answer *a)
{
	const char *p;
	int64_t length;
	size_t n;

	if ((p = header_value(a, "Content-Length", &n)) != NULL) {
		if (parse_int(p, n, &length) == -1 || length < 0)
			return (-1);
		a->has_length = true;
		a->length = (uint64_t)length;
	} else if ((p = header_value(a, "Transfer-Encoding", &n)) != NULL) {
		a->is_chunked = n >= 7 && strncasecmp(p + n - 7, "chunked",
		    7) == 0;
	} else if ((p = header_value(a, "Connection", &n)) != NULL) {
		a->closes = n == 5 && strncasecmp(p, "close", 5) == 0;
	}
	return (0);
}

/* Behind the head: what comes now? */
static void
end_head(struct http_answer *a)
{
	uint64_t n_bytes = a->n_bytes;

	if (a->status < 200 && a->status != 101) {
		http_answer_clear(a);
		a->n_bytes = n_bytes;
	} else if (a->status == 204 || a->status == 304) {
		a->place = HTTP_DONE;
	} else if (a->is_chunked) {
		a->place = HTTP_CHUNK_LINE;
	} else if (a->has_length) {
		a->left = a->length;
		a->place = a->left > 0 ? HTTP_BODY : HTTP_DONE;
	} else {
		a->closes = true;
		a->place = HTTP_BODY_TO_END;
	}
}

/* "1a" or "1a;name=value" */
static int
take_chunk_line(struct http_answer *a)
{
	const char *p = str_get(&a->line);
	size_t n = strspn(p, "0123456789abcdefABCDEF");

	if (n == 0 || n > 15 || (p[n] != '\0' && strchr("; \t", p[n]) == NULL))
		return (-1);
	a->left = 0;
	for (size_t i = 0; i < n; i++)
		a->left = a->left * 16 + (uint64_t)(p[i] <= '9' ? p[i] - '0' :
		    (p[i] | 32) - 'a' + 10);
	a->place = a->left > 0 ? HTTP_CHUNK : HTTP_TRAILER;
	return (0);
}

/* A line is there, without its end. */
static int
take_line(struct http_answer *a)
{
	bool is_empty = a->line.len == 0;
	int r = 0;

	switch (a->place) {
	case HTTP_STATUS_LINE:
		r = take_status(a);
		break;
	case HTTP_HEADER:
		if (is_empty)
			end_head(a);
		else
			r = take_header(a);
		break;
	case HTTP_CHUNK_LINE:
		r = take_chunk_line(a);
		break;
	case HTTP_CHUNK_END:
		r = is_empty ? 0 : -1;
		a->place = HTTP_CHUNK_LINE;
		break;
	default:		/* HTTP_TRAILER */
		if (is_empty)
			a->place = HTTP_DONE;
	}
	str_clear(&a->line);
	return (r);
}

/* Bytes up to the end of a line; how many, or -1. */
static ptrdiff_t
take_text(struct http_answer *a, const char *p, size_t n)
{
	const char *end = memchr(p, '\n', n);
	size_t len = end != NULL ? (size_t)(end - p) : n;

	str_add(&a->line, p, len);
	if (a->line.len > HTTP_LINE_MAX)
		return (-1);
	if (end == NULL)
		return ((ptrdiff_t)n);
	if (a->line.len > 0 && a->line.buf[a->line.len - 1] == '\r')
		a->line.buf[--a->line.len] = '\0';
	return (take_line(a) == -1 ? -1 : (ptrdiff_t)len + 1);
}

static size_t
take_body(struct http_answer *a, size_t n)
{
	if (a->place == HTTP_BODY_TO_END)
		return (n);
	if (n > a->left)
		n = (size_t)a->left;
	a->left -= n;
	if (a->left == 0)
		a->place = a->place == HTTP_BODY ? HTTP_DONE : HTTP_CHUNK_END;
	return (n);
}

ptrdiff_t
http_answer_take(struct http_answer *a, const char *p, size_t n)
{
	size_t taken = 0;
	ptrdiff_t k;

	while (taken < n && a->place != HTTP_DONE) {
		if (a->place == HTTP_BODY || a->place == HTTP_BODY_TO_END ||
		    a->place == HTTP_CHUNK)
			k = (ptrdiff_t)take_body(a, n - taken);
		else
			k = take_text(a, p + taken, n - taken);
		if (k == -1)
			return (-1);
		taken += (size_t)k;
		a->n_bytes += (size_t)k;
	}
	return ((ptrdiff_t)taken);
}

bool
http_answer_ends(const struct http_answer *a)
{
	return (a->place == HTTP_DONE || a->place == HTTP_BODY_TO_END);
}
