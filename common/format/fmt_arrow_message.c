/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_arrow_ids.h"

#include "fmt_arrow_message.h"

#define CONTINUES 0xffffffffu
#define STOP_LENGTH 0x6f747323u	/* the bytes of a stop mark */

void
arrow_message_init(struct arrow_message *m, struct bytes *in)
{
	memset(m, 0, sizeof(*m));
	m->in = in;
}

void
arrow_message_release(struct arrow_message *m)
{
	str_release(&m->metadata);
	str_release(&m->body);
	str_release(&m->rest);
}

static int
damaged(struct diag *d)
{
	return (diag_set(d, "the Arrow data is damaged"));
}

/* Make a piece be there: 1, or 0 at the end of the input. */
static int
need_piece(struct arrow_message *m, struct diag *d)
{
	if (m->n_piece > 0)
		return (1);
	return (bytes_next(m->in, &m->piece, &m->n_piece, d));
}

#define DIRECT 65536u		/* pieces of a body need not be copied */
#define DIRECT_MAX (1u << 20)

/* What is there of n bytes, behind those of a string; *got is 0 at the end. */
static int
take_directly(struct arrow_message *m, size_t n, struct str *to, size_t *got,
    struct diag *d)
{
	size_t k = n < DIRECT_MAX ? n : DIRECT_MAX;

	if (bytes_read(m->in, str_reserve(to, k), k, got, d) == -1)
		return (-1);
	str_commit(to, *got);
	return (*got > 0);
}

/* Append n bytes: 1, or 0 when the input ends before. */
static int
take(struct arrow_message *m, size_t n, struct str *to, struct diag *d)
{
	size_t k;
	int r;

	while (n > 0) {
		if (m->n_piece == 0 && n >= DIRECT) {
			if ((r = take_directly(m, n, to, &k, d)) != 1)
				return (r);
			n -= k;
			continue;
		}
		if ((r = need_piece(m, d)) != 1)
			return (r);
		k = n < m->n_piece ? n : m->n_piece;
		str_add(to, m->piece, k);
		m->piece += k;
		m->n_piece -= k;
		n -= k;
	}
	return (1);
}

static int
take_u32(struct arrow_message *m, uint32_t *out, struct diag *d)
{
	int r;

	str_clear(&m->metadata);
	if ((r = take(m, sizeof(*out), &m->metadata, d)) == 1)
		memcpy(out, m->metadata.buf, sizeof(*out));
	return (r);
}

/*
 * The length of the metadata, 0 at the end mark. Streams before Arrow 0.15
 * have no mark before it. A file that has no end mark goes on with its footer.
 */
static int
take_length(struct arrow_message *m, uint32_t *n, struct diag *d)
{
	int r;

	if ((r = take_u32(m, n, d)) != 1)
		return (r);
	if (*n == CONTINUES)
		return (take_u32(m, n, d));
	if (m->is_file && m->begun)
		*n = 0;
	else if (m->is_file)
		return (diag_set(d, "an Arrow file from before version 0.15"));
	return (1);
}

/* A file ends with its mark; a stream with the end mark. */
static int
finish(struct arrow_message *m, struct diag *d)
{
	const size_t n = strlen(ARROW_MAGIC);
	char last[sizeof(ARROW_MAGIC)] = "";
	size_t k;
	int r;

	while ((r = need_piece(m, d)) == 1) {
		if (!m->is_file)
			return (diag_set(d, "there is more after the end "
			    "mark"));
		k = m->n_piece < n ? m->n_piece : n;
		memmove(last, last + k, n - k);
		memcpy(last + n - k, m->piece + m->n_piece - k, k);
		m->n_piece = 0;
	}
	if (r == 0 && m->is_file && memcmp(last, ARROW_MAGIC, n) != 0)
		return (diag_set(d, "the Arrow file is cut"));
	return (r);
}

static int
parse_metadata(struct arrow_message *m, uint64_t *body, struct diag *d)
{
	struct flat_table t;
	int64_t version, n;

	m->buf = (struct flatbuf){ (const uint8_t *)m->metadata.buf,
	    m->metadata.len, false };
	t = flat_root(&m->buf);
	version = flat_get_int(&t, MESSAGE_VERSION, 2, 0);
	m->type = flat_get_int(&t, MESSAGE_HEADER_TYPE, 1, 0);
	m->header = flat_get_table(&t, MESSAGE_HEADER);
	m->pairs = flat_get_vector(&t, MESSAGE_METADATA, 4);
	n = flat_get_int(&t, MESSAGE_BODY, 8, 0);
	if (m->buf.bad || m->header.at == 0 || n < 0)
		return (damaged(d));
	if (version != ARROW_V4 && version != ARROW_V5)
		return (diag_set(d, "Arrow metadata of an unknown version"));
	*body = (uint64_t)n;
	return (0);
}

/* 1, 0 at the end mark, -1; *cut when the input ends. */
static int
take_message(struct arrow_message *m, bool *cut, struct diag *d)
{
	uint32_t n = 0;
	uint64_t body = 0;
	int r = take_length(m, &n, d);

	if (r == 1 && n == 0)
		return (0);
	if (r == 1 && n > INT32_MAX)
		return (damaged(d));
	str_clear(&m->metadata);
	if (r == 1)
		r = take(m, n, &m->metadata, d);
	if (r == 1 && parse_metadata(m, &body, d) == -1)
		return (-1);
	str_clear(&m->body);
	if (r == 1)
		r = take(m, body, &m->body, d);
	if (r == 0) {
		*cut = true;
		diag_set(d, "the stream was cut: the program before failed");
		return (diag_blame(d, n == STOP_LENGTH ? BLAME_TOLD :
		    BLAME_INPUT));
	}
	return (r);
}

/* A file's first mark is padded to eight bytes. */
static int
skip_magic(struct arrow_message *m, struct diag *d)
{
	const char *p;
	size_t n;
	int r = bytes_peek(m->in, 8, &p, &n, d);

	if (r == -1 || n < 8 || memcmp(p, ARROW_MAGIC, 6) != 0)
		return (r == -1 ? -1 : 0);
	m->is_file = true;
	return (take(m, 8, &m->metadata, d) == -1 ? -1 : 0);
}

/* Everything up to the end of the input, from where it is then taken. */
static int
take_rest(struct arrow_message *m, struct diag *d)
{
	int r;

	while ((r = need_piece(m, d)) == 1) {
		str_add(&m->rest, m->piece, m->n_piece);
		m->n_piece = 0;
	}
	m->piece = str_get(&m->rest);
	m->n_piece = m->rest.len;
	return (r);
}

/*
 * Some files (those of Arrow's JavaScript) have their schema in the footer
 * only. The footer's length and the mark stand after it.
 */
static int
take_footer_schema(struct arrow_message *m, struct diag *d)
{
	const size_t n_mark = 4 + strlen(ARROW_MAGIC);
	struct flat_table footer;
	size_t end;
	uint32_t n;

	if (take_rest(m, d) == -1)
		return (-1);
	if (m->rest.len < n_mark)
		return (diag_set(d, "the Arrow file is cut"));
	end = m->rest.len - n_mark;
	memcpy(&n, m->rest.buf + end, sizeof(n));
	if (memcmp(m->rest.buf + end + 4, ARROW_MAGIC, n_mark - 4) != 0 ||
	    n > end)
		return (diag_set(d, "the Arrow file is cut"));
	m->footer = (struct flatbuf){
	    (const uint8_t *)m->rest.buf + end - n, n, false };
	footer = flat_root(&m->footer);
	m->header = flat_get_table(&footer, FOOTER_SCHEMA);
	m->type = HEADER_SCHEMA;
	m->is_waiting = true;
	return (m->footer.bad || m->header.at == 0 ? damaged(d) : 1);
}

static int
take_first(struct arrow_message *m, bool *cut, struct diag *d)
{
	int r;

	if (skip_magic(m, d) == -1)
		return (-1);
	r = take_message(m, cut, d);
	m->begun = true;
	if (r == 1 && m->is_file && m->type != HEADER_SCHEMA)
		return (take_footer_schema(m, d));
	return (r);
}

int
arrow_message_next(struct arrow_message *m, bool *cut, struct diag *d)
{
	uint64_t body;
	int r;

	*cut = false;
	if (m->is_waiting) {
		m->is_waiting = false;
		return (parse_metadata(m, &body, d) == -1 ? -1 : 1);
	}
	r = m->begun ? take_message(m, cut, d) : take_first(m, cut, d);
	return (r == 0 ? finish(m, d) : r);
}

const char *
arrow_metadata_find(const struct flat_vector *pairs, const char *key,
    size_t *n)
{
	struct flat_table pair;
	const char *p;

	for (size_t i = 0; i < pairs->n; i++) {
		pair = flat_at(pairs, i);
		p = flat_get_string(&pair, PAIR_KEY, n);
		if (*n != strlen(key) || memcmp(p, key, *n) != 0)
			continue;
		p = flat_get_string(&pair, PAIR_VALUE, n);
		return (p != NULL ? p : "");
	}
	return (NULL);
}

int
arrow_metadata_get(const struct flat_vector *pairs, json_t **out,
    struct diag *d)
{
	size_t n;
	const char *p = arrow_metadata_find(pairs, ARROW_KEY, &n);

	*out = NULL;
	if (p != NULL && doc_parse(p, n, out, d) == -1)
		return (diag_prefix(d, "metadata \"" ARROW_KEY "\""));
	return (0);
}
