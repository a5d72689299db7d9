/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base64.h"
#include "fmt_arrow_ids.h"
#include "fmt_arrow_message.h"

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
