/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "lineage.h"
#include "spool.h"

#include "shard.h"

uint64_t
shard_unit(const struct schema *s)
{
	return ((uint64_t)SPOOL_GROUP * batch_rows(s->row_values));
}

void
shard_table(const struct head *h, const json_t *tail, char *hex)
{
	json_t *o = json_pack("{s:o, s:O, s:o}", "columns",
	    schema_to_json(&h->schema), "recipe", h->recipe, "lineage",
	    lineage_whole(h->lineage, tail));
	struct str text = STR_INIT;

	doc_write(o, &text);
	digest_bytes(text.buf, text.len, hex);
	str_release(&text);
	json_decref(o);
}

void
shard_clear(struct head *h)
{
	json_decref(h->shard);
	h->shard = NULL;
}

void
shard_set(struct head *h, const struct shard *s)
{
	shard_clear(h);
	h->shard = json_pack("{s:s, s:I, s:I, s:I}", "table", s->table,
	    "table_rows", (json_int_t)s->table_rows,
	    "first_row", (json_int_t)s->first_row,
	    "rows", (json_int_t)s->rows);
}

int
shard_get(const struct head *h, struct shard *out, struct diag *d)
{
	int64_t table_rows, first, rows;
	const char *table;

	memset(out, 0, sizeof(*out));
	if (h->shard == NULL)
		return (0);
	if (doc_get_string(h->shard, "table", &table, d) == -1 ||
	    doc_get_int(h->shard, "table_rows", &table_rows, d) == -1 ||
	    doc_get_int(h->shard, "first_row", &first, d) == -1 ||
	    doc_get_int(h->shard, "rows", &rows, d) == -1)
		return (diag_prefix(d, "\"shard\""));
	if (strlen(table) != DIGEST_HEX || first < 0 || rows < 0 ||
	    table_rows < first || table_rows - first < rows)
		return (diag_set(d, "\"shard\" is none"));
	memcpy(out->table, table, DIGEST_HEX);
	out->table_rows = (uint64_t)table_rows;
	out->first_row = (uint64_t)first;
	out->rows = (uint64_t)rows;
	return (1);
}

static uint64_t
units_of(uint64_t rows, uint64_t unit)
{
	return (rows / unit + (rows % unit > 0));
}

int
shard_units(const struct head *h, uint64_t n_rows, struct shard *s,
    struct merge_units *units, struct diag *d)
{
	uint64_t unit = shard_unit(&h->schema), end;
	int r = shard_get(h, s, d);

	if (r == -1)
		return (-1);
	if (r == 0)
		s->table_rows = s->rows = n_rows;
	if (s->rows != n_rows)
		return (diag_set(d, "there are %" PRIu64 " rows, where the "
		    "shard has %" PRIu64 ": shards are taken one by one or in "
		    "their order, and whole", n_rows, s->rows));
	end = s->first_row + s->rows;
	if (s->first_row % unit != 0 ||
	    (end % unit != 0 && end != s->table_rows))
		return (diag_set(d, "rows %" PRIu64 " to %" PRIu64 " were cut "
		    "for another width of rows: here a shard has a multiple "
		    "of %" PRIu64 " rows", s->first_row, end, unit));
	*units = (struct merge_units){ .n = units_of(s->table_rows, unit),
	    .first = s->first_row / unit, .end = units_of(end, unit) };
	return (0);
}

void
shard_join(struct head *h, const struct head *next)
{
	struct shard a, b;
	struct diag ignored;

	if (shard_get(h, &a, &ignored) != 1 ||
	    shard_get(next, &b, &ignored) != 1 ||
	    strcmp(a.table, b.table) != 0 || a.first_row + a.rows !=
	    b.first_row)
		return;
	a.rows += b.rows;
	if (a.rows == a.table_rows)
		shard_clear(h);
	else
		shard_set(h, &a);
}
