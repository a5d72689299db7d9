/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "levels.h"
#include "mem.h"
#include "str.h"

#include "score_columns.h"

void
score_columns_release(struct score_columns *c)
{
	for (size_t i = 0; i < c->n_scores; i++)
		free(c->classes[i]);
	free(c->classes);
	free(c->scores);
	memset(c, 0, sizeof(*c));
}

/* The column of the name, or without one the first of the role, if any. */
static int
find_column(const char *name, enum col_role role, const struct schema *s,
    size_t *out, struct diag *d)
{
	if (name != NULL)
		return (schema_need(s, name, out, d));
	*out = schema_find_role(s, role);
	return (0);
}

static char *
class_of_score(const struct field *f)
{
	if (f->unit != NULL)
		return (mem_strdup(f->unit));
	if (strncmp(f->name, "score_", 6) == 0 && f->name[6] != '\0')
		return (mem_strdup(f->name + 6));
	return (NULL);
}

static int
add_score(struct score_columns *c, const struct schema *s, size_t col,
    struct diag *d)
{
	const struct field *f = &s->fields[col];

	if (!is_numeric_type(f->type))
		return (diag_set(d, "the score column \"%s\" is a %s, not a "
		    "number", f->name, col_type_name(f->type)));
	c->scores = mem_realloc(c->scores, c->n_scores + 1,
	    sizeof(*c->scores));
	c->classes = mem_realloc(c->classes, c->n_scores + 1,
	    sizeof(*c->classes));
	c->scores[c->n_scores] = col;
	c->classes[c->n_scores++] = class_of_score(f);
	return (0);
}

static int
find_scores(const struct score_names *names, const struct schema *s,
    struct score_columns *c, struct diag *d)
{
	size_t col;

	for (size_t i = 0; i < names->n_scores; i++) {
		if (schema_need(s, names->scores[i], &col, d) == -1 ||
		    add_score(c, s, col, d) == -1)
			return (-1);
	}
	for (col = 0; names->n_scores == 0 && col < s->n; col++) {
		if (s->fields[col].role == ROLE_SCORE &&
		    add_score(c, s, col, d) == -1)
			return (-1);
	}
	return (0);
}

/*
 * With a positive class given only its own score counts, if there are several;
 * and one that is known to be of another class is not to be misread.
 */
static int
keep_positive(struct score_columns *c, const char *positive, struct diag *d)
{
	if (c->n_scores == 1 && c->classes[0] == NULL)
		return (0);
	for (size_t i = 0; i < c->n_scores; i++) {
		if (c->classes[i] == NULL ||
		    strcmp(c->classes[i], positive) != 0)
			continue;
		for (size_t j = 0; j < c->n_scores; j++) {
			if (j != i)
				free(c->classes[j]);
		}
		c->scores[0] = c->scores[i];
		c->classes[0] = c->classes[i];
		c->n_scores = 1;
		return (0);
	}
	return (diag_set(d, "no score column is of class \"%s\"", positive));
}

static int
check_scores(struct score_columns *c, const struct score_names *names,
    const struct schema *s, struct diag *d)
{
	if (c->n_scores > 0 && names->positive != NULL)
		return (keep_positive(c, names->positive, d));
	for (size_t i = 0; c->n_scores > 1 && i < c->n_scores; i++) {
		if (c->classes[i] == NULL)
			return (diag_set(d, "of what class is the score "
			    "column \"%s\"? call it score_CLASS",
			    s->fields[c->scores[i]].name));
		for (size_t j = 0; j < i; j++) {
			if (strcmp(c->classes[i], c->classes[j]) == 0)
				return (diag_set(d, "two score columns are of "
				    "class \"%s\"", c->classes[i]));
		}
	}
	return (0);
}

static int
check_types(const struct score_columns *c, const struct schema *s,
    struct diag *d)
{
	const size_t cols[2] = { c->truth, c->prediction };

	for (size_t i = 0; i < 2; i++) {
		if (cols[i] != COLUMN_NONE &&
		    !has_levels(s->fields[cols[i]].type))
			return (diag_set(d, "column \"%s\" is a %s: neither "
			    "class nor number", s->fields[cols[i]].name,
			    col_type_name(s->fields[cols[i]].type)));
	}
	if (c->truth == COLUMN_NONE)
		return (diag_set(d, "which column is the truth? "
		    "say --truth COL"));
	if (c->prediction == COLUMN_NONE && c->n_scores == 0)
		return (diag_set(d, "no score and no prediction: say "
		    "--score COL or --prediction COL"));
	if (c->weight != COLUMN_NONE &&
	    !is_numeric_type(s->fields[c->weight].type))
		return (diag_set(d, "the weight column \"%s\" is no number",
		    s->fields[c->weight].name));
	return (0);
}

static int
find_task(const char *task, const struct schema *s, struct score_columns *c,
    struct diag *d)
{
	enum col_type t = s->fields[c->truth].type, p;

	if (task != NULL && strcmp(task, "classification") == 0)
		return (0);
	if (task != NULL && strcmp(task, "regression") != 0)
		return (diag_set(d, "--task is classification or regression, "
		    "not \"%s\"", task));
	p = c->prediction == COLUMN_NONE ? COL_STRING :
	    s->fields[c->prediction].type;
	c->regression = is_numeric_type(t) && is_numeric_type(p) &&
	    (task != NULL || (c->n_scores == 0 &&
	    (t == COL_FLOAT || p == COL_FLOAT)));
	if (task != NULL && !c->regression)
		return (diag_set(d, "a regression wants numbers as truth and "
		    "prediction"));
	return (0);
}

/* The column of the name, or without one that of the prediction's name and
   the ending, if there is one. */
static int
find_beside(const char *name, const char *ending, const struct schema *s,
    const struct score_columns *c, size_t *out, struct diag *d)
{
	struct str own = STR_INIT;

	*out = COLUMN_NONE;
	if (name != NULL)
		return (schema_need(s, name, out, d));
	if (c->prediction == COLUMN_NONE)
		return (0);
	str_addf(&own, "%s%s", s->fields[c->prediction].name, ending);
	*out = schema_find(s, str_get(&own));
	str_release(&own);
	return (0);
}

/* The same, of a number. */
static int
find_bound(const char *name, const char *ending, const struct schema *s,
    const struct score_columns *c, size_t *out, struct diag *d)
{
	if (find_beside(name, ending, s, c, out, d) == -1)
		return (-1);
	if (*out == COLUMN_NONE || is_numeric_type(s->fields[*out].type))
		return (0);
	if (name != NULL)
		return (diag_set(d, "column \"%s\" is a %s, not a number",
		    name, col_type_name(s->fields[*out].type)));
	*out = COLUMN_NONE;
	return (0);
}

static int
find_interval(const struct score_names *names, const struct schema *s,
    struct score_columns *c, struct diag *d)
{
	c->low = c->high = COLUMN_NONE;
	if (!c->regression)
		return (names->low == NULL && names->high == NULL ? 0 :
		    diag_set(d, "--low and --high are of a regression"));
	if (find_bound(names->low, "_low", s, c, &c->low, d) == -1 ||
	    find_bound(names->high, "_high", s, c, &c->high, d) == -1)
		return (-1);
	if ((c->low == COLUMN_NONE) == (c->high == COLUMN_NONE))
		return (0);
	if (names->low != NULL || names->high != NULL)
		return (diag_set(d, "an interval wants --low and --high"));
	c->low = c->high = COLUMN_NONE;
	return (0);
}

static int
find_set(const struct score_names *names, const struct schema *s,
    struct score_columns *c, struct diag *d)
{
	c->set = COLUMN_NONE;
	if (c->regression)
		return (names->set == NULL ? 0 :
		    diag_set(d, "--set is of classes"));
	if (find_beside(names->set, "_set", s, c, &c->set, d) == -1)
		return (-1);
	if (c->set == COLUMN_NONE || has_levels(s->fields[c->set].type))
		return (0);
	return (diag_set(d, "column \"%s\" is a %s, not a text",
	    s->fields[c->set].name, col_type_name(s->fields[c->set].type)));
}

int
score_columns_find(const struct score_names *names, const struct schema *s,
    struct score_columns *out, struct diag *d)
{
	memset(out, 0, sizeof(*out));
	if (find_column(names->truth, ROLE_TARGET, s, &out->truth, d) == 0 &&
	    find_column(names->prediction, ROLE_PREDICTION, s,
	    &out->prediction, d) == 0 &&
	    find_column(NULL, ROLE_WEIGHT, s, &out->weight, d) == 0 &&
	    find_scores(names, s, out, d) == 0 &&
	    check_scores(out, names, s, d) == 0 &&
	    check_types(out, s, d) == 0 &&
	    find_task(names->task, s, out, d) == 0 &&
	    find_interval(names, s, out, d) == 0 &&
	    find_set(names, s, out, d) == 0)
		return (0);
	score_columns_release(out);
	return (-1);
}
