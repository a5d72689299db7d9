/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "group_state.h"

#define FIRST_LINE "mlc-group 1\n"
#define HEAD_MAX ((size_t)1 << 24)
#define CHUNK ((size_t)256 << 10)

static int
flush_text(struct state_writer *w, struct diag *d)
{
	digest_update(&w->digest, str_get(&w->text), w->text.len);
	return (outfile_take(w->out, &w->text, d));
}

int
state_begin(struct state_writer *w, struct outfile *out, const json_t *head,
    struct diag *d)
{
	w->out = out;
	digest_init(&w->digest);
	str_init(&w->text);
	str_addz(&w->text, FIRST_LINE);
	doc_write(head, &w->text);
	str_addc(&w->text, '\n');
	return (flush_text(w, d));
}

int
state_put(struct state_writer *w, const struct groups *g, struct diag *d)
{
	struct str record = STR_INIT;
	int r = 0;

	for (size_t i = 0; i < g->n && r == 0; i++) {
		str_clear(&record);
		groups_save(g, i, &record);
		pack_bytes(&w->text, record.buf, record.len);
		if (w->text.len >= CHUNK)
			r = flush_text(w, d);
	}
	str_release(&record);
	return (r);
}

int
state_end(struct state_writer *w, struct diag *d)
{
	char hex[DIGEST_HEX + 1];

	pack_u64(&w->text, 0);
	if (flush_text(w, d) == -1)
		return (-1);
	digest_final(&w->digest, hex);
	return (outfile_write(w->out, hex, DIGEST_HEX, d));
}

void
state_writer_release(struct state_writer *w)
{
	str_release(&w->text);
}

/* Append n bytes to the record, or fail: nothing may be missing. */
static int
read_whole(struct state_reader *s, size_t n, struct diag *d)
{
	size_t got, piece;

	for (; n > 0; n -= got) {
		piece = n < CHUNK ? n : CHUNK;
		if (bytes_read(s->in, str_reserve(&s->record, piece), piece,
		    &got, d) == -1)
			return (-1);
		if (got == 0)
			return (diag_set(d, "%s: the file is cut",
			    bytes_name(s->in)));
		str_commit(&s->record, got);
	}
	return (0);
}

static int
read_line(struct state_reader *s, struct diag *d)
{
	str_clear(&s->record);
	do {
		if (s->record.len > HEAD_MAX)
			return (diag_set(d, "%s: not a file of mlc-group",
			    bytes_name(s->in)));
		if (read_whole(s, 1, d) == -1)
			return (-1);
	} while (s->record.buf[s->record.len - 1] != '\n');
	digest_update(&s->digest, s->record.buf, s->record.len);
	return (0);
}

int
state_open(struct state_reader *s, const char *path, struct diag *d)
{
	struct outside *o;

	memset(s, 0, sizeof(*s));
	digest_init(&s->digest);
	if (outside_open(path, &o, d) == -1 ||
	    bytes_open_outside(o, NULL, &s->in, d) == -1 ||
	    read_line(s, d) == -1)
		return (-1);
	if (strcmp(s->record.buf, FIRST_LINE) != 0)
		return (diag_set(d, "%s: not a file of mlc-group",
		    bytes_name(s->in)));
	if (read_line(s, d) == -1 ||
	    doc_parse(s->record.buf, s->record.len, &s->head, d) == -1)
		return (diag_prefix(d, "%s", path));
	return (0);
}

json_t *
state_made_of(const json_t *head)
{
	json_t *copy = json_copy((json_t *)head);

	json_object_del(copy, "rows");
	return (copy);
}

static int
check_end(struct state_reader *s, struct diag *d)
{
	char hex[DIGEST_HEX + 1];
	const char *p;
	size_t n;
	int r;

	digest_final(&s->digest, hex);
	str_clear(&s->record);
	if (read_whole(s, DIGEST_HEX, d) == -1 ||
	    (r = bytes_next(s->in, &p, &n, d)) == -1)
		return (-1);
	return (r == 0 && memcmp(hex, s->record.buf, DIGEST_HEX) == 0 ? 0 :
	    diag_set(d, "%s: its bytes are not those that were written",
	    bytes_name(s->in)));
}

int
state_get(struct state_reader *s, struct groups *g, uint64_t rows,
    struct diag *d)
{
	struct unpack u;
	uint64_t n;

	str_clear(&s->record);
	if (read_whole(s, sizeof(n), d) == -1)
		return (-1);
	u = (struct unpack){ s->record.buf, s->record.buf + sizeof(n),
	    false };
	n = unpack_u64(&u);
	if (n == 0) {
		digest_update(&s->digest, s->record.buf, s->record.len);
		return (check_end(s, d));
	}
	if (read_whole(s, n, d) == -1)
		return (-1);
	digest_update(&s->digest, s->record.buf, s->record.len);
	u = (struct unpack){ s->record.buf + sizeof(n),
	    s->record.buf + s->record.len, false };
	groups_load(g, rows, &u);
	return (!u.failed && u.p == u.end ? 1 :
	    diag_set(d, "%s: a group is not what its head says",
	    bytes_name(s->in)));
}

void
state_reader_release(struct state_reader *s)
{
	bytes_close(s->in);
	json_decref(s->head);
	str_release(&s->record);
}
