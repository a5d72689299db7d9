/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * drop, keep and rename.  A keep takes away the other features and ignored
 * columns; target, id, weight, group, split, time, prediction and score stay
 * without being named.  Its inputs are what it takes away; what it keeps
 * stands in its params, once it is known.
 */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "select.h"
#include "step_columns.h"

#include "step_table.h"

static bool
goes_unless_kept(const struct field *f)
{
	return (f->role == ROLE_FEATURE || f->role == ROLE_IGNORE);
}

/* Turn the inputs from what is kept to what is dropped. */
static void
complement(struct step *s, const struct schema *in)
{
	uint8_t *kept = mem_calloc(in->n, 1);
	const char **names = mem_alloc(in->n, sizeof(*names));
	json_t *list = json_array();
	size_t n = 0;

	for (size_t i = 0; i < s->n_in; i++) {
		kept[s->in_cols[i]] = 1;
		json_array_append_new(list,
		    doc_stringn(s->in[i], strlen(s->in[i])));
	}
	json_object_set_new(s->params, "kept", list);
	for (size_t i = 0; i < in->n; i++) {
		if (!kept[i] && goes_unless_kept(&in->fields[i]))
			names[n++] = in->fields[i].name;
	}
	step_set_inputs(s, names, n);
	free(names);
	free(kept);
}

static int
bind_keep(struct step *s, const struct schema *in, struct diag *d)
{
	if (json_object_get(s->params, "kept") != NULL)
		return (0);
	complement(s, in);
	for (size_t i = 0; i < s->n_in; i++) {
		if (schema_need(in, s->in[i], &s->in_cols[i], d) == -1)
			return (-1);
	}
	return (0);
}

const struct step_kind step_drop = {
	.name = "drop",
	.version = 1,
	.summary = "columns taken away",
	.consumes = true,
	.idempotent = true,
	.parse = step_parse_selector,
	.declare = step_declare_nothing
};

const struct step_kind step_keep = {
	.name = "keep",
	.version = 1,
	.summary = "all other features taken away",
	.consumes = true,
	.idempotent = true,
	.parse = step_parse_selector,
	.bind = bind_keep,
	.declare = step_declare_nothing
};

static int
parse_rename(struct step *s, const char *arg, struct diag *d)
{
	const char *rest;
	char *name;

	step_take_selector(s, arg, &rest);
	if (rest == NULL || rest[0] == '\0')
		return (diag_set(d, "wants OLD=NEW"));
	name = select_unquote(rest, strlen(rest));
	json_object_set_new(s->params, "to", doc_stringn(name, strlen(name)));
	free(name);
	return (0);
}

static int
bind_rename(struct step *s, const struct schema *in, struct diag *d)
{
	const char *to;

	if (s->n_in != 1)
		return (diag_set(d, "one column is renamed at a time, not "
		    "%zu", s->n_in));
	if (doc_get_string(s->params, "to", &to, d) == -1)
		return (-1);
	if (schema_find(in, to) != COLUMN_NONE && strcmp(to, s->in[0]) != 0)
		return (diag_set(d, "there is a column \"%s\" already", to));
	return (0);
}

static int
declare_rename(struct step *s, const struct schema *in, struct diag *d)
{
	struct field f = in->fields[s->in_cols[0]];
	const char *to;

	if (doc_get_string(s->params, "to", &to, d) == -1)
		return (-1);
	f.name = (char *)(uintptr_t)to;
	return (step_add_output(s, 0, &f, d));
}

const struct step_kind step_rename = {
	.name = "rename",
	.version = 1,
	.summary = "a column under another name",
	.consumes = true,
	.parse = parse_rename,
	.bind = bind_rename,
	.declare = declare_rename,
	.column.apply = step_apply_copy
};
