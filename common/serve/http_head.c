/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "numtext.h"

#include "http_head.h"

struct reading {
	struct http_head *head;
	int status;
	struct diag *diag;
};

struct header {
	const char *name, *value;
	size_t n_name, n_value;
};

static void
refuse(struct reading *r, int status, const char *why)
{
	if (r->status == 0) {
		r->status = status;
		diag_set(r->diag, "%s", why);
	}
}

static bool
is_called(const struct header *h, const char *name)
{
	return (strlen(name) == h->n_name &&
	    strncasecmp(name, h->name, h->n_name) == 0);
}

static bool
has_value(const struct header *h, const char *value)
{
	return (strlen(value) == h->n_value &&
	    strncasecmp(value, h->value, h->n_value) == 0);
}

/* RFC 9110, 5.6.2: a token. */
static bool
is_name(const struct header *h)
{
	static const char *const marks = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < h->n_name; i++) {
		char c = h->name[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') ||
		    (c != '\0' && strchr(marks, c) != NULL)))
			return (false);
	}
	return (h->n_name > 0);
}

static void
read_length(struct reading *r, const struct header *h)
{
	int64_t n;

	r->head->n_length++;
	if (h->n_value == 0 || h->value[0] < '0' || h->value[0] > '9' ||
	    parse_int(h->value, h->n_value, &n) == -1)
		refuse(r, 400, "Content-Length is no number");
	else
		r->head->length = (uint64_t)n;
}

static void
read_header(struct reading *r, const struct header *h)
{
	if (!is_name(h) || memchr(h->value, '\0', h->n_value) != NULL) {
		refuse(r, 400, "a header's name or value is not valid");
	} else if (is_called(h, MHD_HTTP_HEADER_HOST)) {
		r->head->n_host++;
	} else if (is_called(h, MHD_HTTP_HEADER_CONTENT_LENGTH)) {
		read_length(r, h);
	} else if (is_called(h, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
		r->head->n_transfer++;
		if (!has_value(h, "chunked"))
			refuse(r, 400, "a transfer coding other than "
			    "\"chunked\"");
	} else if (is_called(h, MHD_HTTP_HEADER_EXPECT)) {
		r->head->awaits_continue = true;
		if (!has_value(h, "100-continue"))
			refuse(r, 417, "the only expectation that is met is "
			    "\"100-continue\"");
	} else if (is_called(h, MHD_HTTP_HEADER_CONTENT_ENCODING)) {
		r->head->is_gzip = has_value(h, "gzip") ||
		    has_value(h, "x-gzip");
		if (r->head->n_coding++ > 0 ||
		    !(r->head->is_gzip || has_value(h, "identity")))
			refuse(r, 415, "Content-Encoding: a body comes as it "
			    "is, or as \"gzip\"");
	}
}

static enum MHD_Result
on_header(void *ctx, enum MHD_ValueKind kind, const char *name, size_t n_name,
    const char *value, size_t n_value)
{
	struct header h = { name, value != NULL ? value : "", n_name, n_value };

	(void)kind;
	read_header(ctx, &h);
	return (MHD_YES);
}

int
http_head_read(struct MHD_Connection *c, const char *version,
    struct http_head *head, struct diag *d)
{
	struct reading r = { head, 0, d };

	memset(head, 0, sizeof(*head));
	MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_header, &r);
	if (head->n_host > 1 ||
	    (head->n_host == 0 && strcmp(version, "HTTP/1.1") == 0))
		refuse(&r, 400, "one Host header is wanted");
	if (head->n_length + head->n_transfer > 1)
		refuse(&r, 400, "the length of the body is told twice");
	head->is_chunked = head->n_transfer > 0;
	head->has_body = head->is_chunked || head->length > 0;
	return (r.status);
}
