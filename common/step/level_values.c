/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "levels.h"
#include "mem.h"

#include "level_values.h"

const struct attachment *
level_values_attach(struct step *s, const struct dict *levels,
    const double *values, size_t n)
{
	struct str bytes = STR_INIT;

	if (levels->n <= LEVEL_VALUES_INLINE)
		return (NULL);
	dict_save(levels, &bytes);
	pack_f64s(&bytes, values, n);
	return (attachments_add(&s->attachments, s->kind->name, &bytes));
}

static int
load_attached(const struct step *s, const char *name,
    const char *const keys[2], struct level_values *v, struct diag *d)
{
	struct unpack u;

	if (attachments_get(&s->attachments, name, &v->attachment, d) == -1)
		return (-1);
	u = (struct unpack){ v->attachment->bytes,
	    v->attachment->bytes + v->attachment->size, false };
	dict_load(v->levels, &u);
	v->n = (size_t)(u.end - u.p) / sizeof(*v->values);
	v->values = mem_alloc(v->n, sizeof(*v->values));
	unpack_f64s(&u, v->values, v->n);
	if (u.failed || u.p != u.end)
		return (diag_set(d, "attachment \"%s\" does not hold %s and "
		    "their %s", name, keys[0], keys[1]));
	return (0);
}

int
level_values_load(const struct step *s, const json_t *entry,
    const char *const keys[2], struct level_values *v, struct diag *d)
{
	const char *name = NULL;

	if (doc_opt_string(entry, "attachment", &name, d) == -1)
		return (-1);
	if (name != NULL)
		return (load_attached(s, name, keys, v, d));
	if (levels_get(entry, keys[0], v->levels, d) == -1)
		return (-1);
	return (doc_get_floats(entry, keys[1], &v->values, &v->n, d));
}
