/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "group_spill.h"

#define CHUNK ((size_t)256 << 10)

void
group_spill_init(struct group_spill *sp, size_t n_keys)
{
	memset(sp, 0, sizeof(*sp));
	sp->n_keys = n_keys;
	for (size_t k = 0; k < GROUP_FILES; k++)
		tempfile_init(&sp->files[k]);
}

void
group_spill_release(struct group_spill *sp)
{
	for (size_t k = 0; k < GROUP_FILES; k++) {
		tempfile_release(&sp->files[k]);
		str_release(&sp->waiting[k]);
	}
}

static size_t
file_of(const struct group_spill *sp, const struct groups *g, size_t i)
{
	uint64_t hash = 0;
	size_t row;

	for (size_t k = 0; k < sp->n_keys; k++) {
		const struct column *c = row_set_column(g->set, i, k, &row);

		hash = column_hash(c, row, hash);
	}
	return (hash >> 32 & (GROUP_FILES - 1));
}

static int
flush_waiting(struct group_spill *sp, size_t k, struct diag *d)
{
	struct str *s = &sp->waiting[k];
	int r = 0;

	if (s->len > 0)
		r = tempfile_write(&sp->files[k], s->buf, s->len, d);
	str_clear(s);
	return (r);
}

int
group_spill_put(struct group_spill *sp, struct groups *g, struct diag *d)
{
	struct str record = STR_INIT;
	int r = 0;

	sp->is_used = true;
	for (size_t i = 0; i < g->n && r == 0; i++) {
		size_t k = file_of(sp, g, i);

		str_clear(&record);
		groups_save(g, i, &record);
		pack_bytes(&sp->waiting[k], record.buf, record.len);
		if (sp->waiting[k].len >= CHUNK)
			r = flush_waiting(sp, k, d);
	}
	str_release(&record);
	groups_clear(g);
	return (r);
}

/* Take the records that are whole; how many bytes they had. */
static size_t
take_records(struct groups *g, const struct str *s)
{
	struct unpack all = { s->buf, s->buf + s->len, false }, one;
	const char *end = s->buf;
	size_t n;

	while (one.p = unpack_bytes(&all, &n), !all.failed) {
		one.end = one.p + n;
		one.failed = false;
		groups_load(g, 0, &one);
		if (one.failed)
			BUG("a group does not come back from its file");
		end = all.p;
	}
	return ((size_t)(end - s->buf));
}

int
group_spill_get(struct group_spill *sp, size_t k, struct groups *g,
    struct diag *d)
{
	const struct tempfile *f = &sp->files[k];
	struct str s = STR_INIT;
	off_t at = 0;
	size_t n, used;
	int r = flush_waiting(sp, k, d);

	while (r == 0 && at < f->size) {
		n = CHUNK < (size_t)(f->size - at) ? CHUNK :
		    (size_t)(f->size - at);
		if ((r = tempfile_read(f, str_reserve(&s, n), n, &at,
		    d)) == -1)
			break;
		str_commit(&s, n);
		used = take_records(g, &s);
		memmove(s.buf, s.buf + used, s.len - used);
		s.len -= used;
	}
	str_release(&s);
	return (r);
}
