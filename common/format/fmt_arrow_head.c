/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base64.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_message.h"
#include "lineage.h"
#include "read_spec.h"
#include "source_record.h"

#include "fmt_arrow_head.h"

int
arrow_head_check(const struct head *head, const struct schema *have,
    struct diag *d)
{
	const struct schema *told = &head->schema;
	const struct field *f, *g;

	if (have->n != told->n)
		return (diag_set(d, "%zu columns, but its mlc head tells of "
		    "%zu", have->n, told->n));
	for (size_t j = 0; j < have->n; j++) {
		f = &have->fields[j];
		g = &told->fields[j];
		if (strcmp(f->name, g->name) != 0 || f->type != g->type ||
		    (f->type == COL_VECTOR && f->width != g->width))
			return (diag_set(d, "column %zu, \"%s\" of type %s, "
			    "is not what its mlc head tells: \"%s\" of type "
			    "%s", j + 1, f->name, col_type_name(f->type),
			    g->name, col_type_name(g->type)));
	}
	return (0);
}

int
arrow_head_attach(struct head *head, const json_t *doc,
    const struct flat_vector *pairs, struct diag *d)
{
	struct attachments *a = &head->attachments;
	struct str key = STR_INIT, bytes = STR_INIT;
	const char *p;
	size_t n;
	int r = attachments_declare(a, json_object_get(doc, "attachments"),
	    d);

	for (size_t i = 0; r == 0 && i < a->n; i++) {
		str_clear(&key);
		str_addf(&key, ARROW_KEY ":%s", a->v[i]->name);
		p = arrow_metadata_find(pairs, str_get(&key), &n);
		if (p == NULL)
			r = diag_set(d, "attachment \"%s\" is missing",
			    a->v[i]->name);
		else if (base64_read(&bytes, p, n, d) == -1)
			r = diag_prefix(d, "attachment \"%s\"",
			    a->v[i]->name);
		else
			r = attachments_fill(a, i, &bytes, d);
	}
	str_release(&key);
	str_release(&bytes);
	return (r);
}

void
arrow_head_make(struct head *h, const struct bytes *in, const char *format)
{
	json_t *source = source_record_name(in, format);
	struct read_spec spec;

	read_spec_init(&spec);
	schema_copy(&spec.schema, &h->schema);
	head_add_step(h, read_spec_to_json(&spec));
	read_spec_release(&spec);
	lineage_add(h, json_pack("{s:[o]}", "sources", source));
}

void
arrow_tail_make(json_t *tail, const struct bytes *in, uint64_t n_rows)
{
	json_t *o = json_pack("{s:[o], s:I}", "sources",
	    source_record_digest(in), "out", (json_int_t)n_rows);

	json_array_clear(tail);
	json_array_append_new(tail, o);
}
