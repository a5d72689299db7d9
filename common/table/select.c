/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "mem.h"
#include "nearest.h"
#include "str.h"

#include "select.h"

/* One term, unquoted: magic has a byte for each of text, '*' and '?' where
   that is a pattern's, else ' '. */
struct term {
	struct str text, magic;
	bool away, is_class, is_pattern;
};

struct selection {
	const struct schema *schema;
	const uint8_t *has_missing;
	size_t *rank;		/* of each column: when it was taken, from 1;
				   0: it is not */
	size_t n_ranks;
	bool may_be_empty, in_order;
};

static void
take(struct selection *s, size_t col)
{
	if (s->rank[col] == 0)
		s->rank[col] = ++s->n_ranks;
}

static const char *
skip_blanks(const char *p)
{
	while (is_blank(*p))
		p++;
	return (p);
}

static void
add_literal(struct term *t, char c)
{
	str_addc(&t->text, c);
	str_addc(&t->magic, ' ');
}

/* The inside of a pair of backquotes; NULL when the second is not there. */
static const char *
read_quoted(struct term *t, const char *p)
{
	for (p++; *p != '\0'; p++) {
		if (*p == '`' && p[1] != '`')
			return (p + 1);
		p += *p == '`';
		add_literal(t, *p);
	}
	return (NULL);
}

/* Drop unquoted blanks at the end, down to length n. */
static void
cut_blanks(struct term *t, size_t n)
{
	while (t->text.len > n && is_blank(t->text.buf[t->text.len - 1])) {
		t->text.buf[--t->text.len] = '\0';
		t->magic.buf[--t->magic.len] = '\0';
	}
}

/* Read a term up to a comma or the end; returns where it ends. */
static const char *
read_term(struct term *t, const char *p, struct diag *d)
{
	size_t quoted = 0;	/* how much of the text may not be cut */

	p = skip_blanks(p);
	if ((t->away = *p == '!'))
		p = skip_blanks(p + 1);
	if ((t->is_class = *p == '@'))
		p++;
	while (*p != '\0' && *p != ',') {
		if (*p == '`') {
			if ((p = read_quoted(t, p)) == NULL) {
				diag_set(d, "a backquote is not closed");
				return (NULL);
			}
			quoted = t->text.len;
		} else if (*p == '\\' && p[1] != '\0') {
			add_literal(t, p[1]);
			quoted = t->text.len;
			p += 2;
		} else {
			bool magic = *p == '*' || *p == '?';

			str_addc(&t->text, *p);
			str_addc(&t->magic, magic ? *p : ' ');
			t->is_pattern |= magic;
			p++;
		}
	}
	cut_blanks(t, quoted);
	return (p);
}

static const char *
next_character(const char *s)
{
	s++;
	while (((unsigned char)*s & 0xc0) == 0x80)
		s++;
	return (s);
}

/* Does the pattern match all of s? A star takes as little as it can and is
   tried again from the last one only, so time is at most their product. */
static bool
match_pattern(const struct term *t, const char *s)
{
	const char *p = str_get(&t->text), *m = str_get(&t->magic);
	size_t i = 0, star = SIZE_MAX;
	const char *resume = NULL;

	while (*s != '\0') {
		if (m[i] == '*') {
			star = i++;
			resume = s;
		} else if (m[i] == '?') {
			s = next_character(s);
			i++;
		} else if (m[i] != '\0' && p[i] == *s) {
			s++;
			i++;
		} else if (star != SIZE_MAX) {
			i = star + 1;
			s = ++resume;
		} else {
			return (false);
		}
	}
	while (m[i] == '*')
		i++;
	return (m[i] == '\0');
}

static const char *const class_names[] = {
	"numeric", "feature", "missing", "bool", "int", "float", "string",
	"time", "vector", "sparse", NULL
};

static bool
in_class(const struct selection *s, const char *class, size_t col)
{
	const struct field *f = &s->schema->fields[col];

	if (strcmp(class, "numeric") == 0)
		return (f->type == COL_INT || f->type == COL_FLOAT);
	if (strcmp(class, "feature") == 0)
		return (f->role == ROLE_FEATURE);
	if (strcmp(class, "missing") == 0)
		return (s->has_missing[col] != 0);
	return (strcmp(class, col_type_name(f->type)) == 0);
}

static int
check_class(const struct selection *s, const char *class, struct diag *d)
{
	if (nearest_lookup(class_names, class, "column class", d) == -1)
		return (-1);
	if (strcmp(class, "missing") == 0 && s->has_missing == NULL)
		return (diag_set(d, "\"@missing\" cannot be used here: which "
		    "columns have missing values is not known yet"));
	return (0);
}

static bool
found_unnamed(const struct field *f)
{
	return (f->role == ROLE_FEATURE || f->role == ROLE_TIME);
}

/* Take, or take away, what a pattern or class finds. */
static int
apply_pattern(struct selection *s, const struct term *t, struct diag *d)
{
	const char *text = str_get(&t->text);
	bool found = false;

	if (t->is_class && check_class(s, text, d) == -1)
		return (-1);
	for (size_t i = 0; i < s->schema->n; i++) {
		const struct field *f = &s->schema->fields[i];

		if (t->is_class ? !in_class(s, text, i) :
		    !match_pattern(t, f->name))
			continue;
		if (t->away) {
			s->rank[i] = 0;
			found = true;
		} else if (found_unnamed(f)) {
			take(s, i);
			found = true;
		}
	}
	if (!found && !s->may_be_empty)
		return (diag_set(d, "\"%s%s\" finds no column",
		    t->is_class ? "@" : "", text));
	return (0);
}

static int
apply_term(struct selection *s, const struct term *t, struct diag *d)
{
	size_t col;

	if (t->text.len == 0)
		return (diag_set(d, "an empty name"));
	if (t->is_class || t->is_pattern)
		return (apply_pattern(s, t, d));
	if (schema_need(s->schema, str_get(&t->text), &col, d) == -1)
		return (-1);
	if (t->away)
		s->rank[col] = 0;
	else
		take(s, col);
	return (0);
}

static int
apply_terms(struct selection *s, const char *p, struct diag *d)
{
	if (*skip_blanks(p) == '!') {
		for (size_t i = 0; i < s->schema->n; i++) {
			if (found_unnamed(&s->schema->fields[i]))
				take(s, i);
		}
	}
	for (bool more = true; more; ) {
		struct term t = { STR_INIT, STR_INIT, false, false, false };
		int rc;

		p = read_term(&t, p, d);
		rc = p == NULL ? -1 : apply_term(s, &t, d);
		str_release(&t.text);
		str_release(&t.magic);
		if (rc == -1)
			return (-1);
		more = *p++ == ',';
	}
	return (0);
}

/* The columns that are taken, ascending or as they were asked for. */
static size_t
list_columns(const struct selection *s, size_t *cols)
{
	size_t *at = mem_calloc(s->n_ranks + 1, sizeof(*at)), n = 0;

	for (size_t i = 0; i < s->schema->n; i++) {
		if (s->rank[i] == 0)
			continue;
		cols[n++] = i;
		at[s->rank[i]] = i + 1;
	}
	if (s->in_order)
		n = 0;
	for (size_t k = 1; s->in_order && k <= s->n_ranks; k++) {
		if (at[k] > 0)
			cols[n++] = at[k] - 1;
	}
	free(at);
	return (n);
}

static int
run_selection(struct selection *s, const char *sel, size_t **cols, size_t *n,
    struct diag *d)
{
	int rc;

	*cols = NULL;
	*n = 0;
	s->rank = mem_calloc(s->schema->n, sizeof(*s->rank));
	if ((rc = apply_terms(s, sel, d)) == 0) {
		*cols = mem_alloc(s->schema->n, sizeof(**cols));
		*n = list_columns(s, *cols);
		if (*n == 0 && !s->may_be_empty) {
			free(*cols);
			*cols = NULL;
			rc = diag_set(d, "no column is left");
		}
	}
	free(s->rank);
	return (rc == -1 ? diag_prefix(d, "selector \"%s\"", sel) : 0);
}

int
select_columns(const char *sel, const struct schema *schema,
    const uint8_t *has_missing, size_t **cols, size_t *n, struct diag *d)
{
	struct selection s = { .schema = schema, .has_missing = has_missing };

	return (run_selection(&s, sel, cols, n, d));
}

int
select_in_order(const char *sel, const struct schema *schema, size_t **cols,
    size_t *n, struct diag *d)
{
	struct selection s = { .schema = schema, .in_order = true };

	return (run_selection(&s, sel, cols, n, d));
}

int
select_columns_any(const char *sel, const struct schema *schema,
    const uint8_t *has_missing, size_t **cols, size_t *n, struct diag *d)
{
	struct selection s = { .schema = schema, .has_missing = has_missing,
	    .may_be_empty = true };

	return (run_selection(&s, sel, cols, n, d));
}

const char *
select_find(const char *arg, const char *characters)
{
	bool quoted = false;

	for (; *arg != '\0'; arg++) {
		if (*arg == '`')
			quoted = !quoted;
		else if (*arg == '\\' && arg[1] != '\0' && !quoted)
			arg++;
		else if (strchr(characters, *arg) != NULL && !quoted)
			return (arg);
	}
	return (NULL);
}

char *
select_unquote(const char *text, size_t n)
{
	struct str s = STR_INIT;

	if (n < 3 || text[0] != '`' || text[n - 1] != '`')
		return (mem_strndup(text, n));
	for (size_t i = 1; i < n - 1; i++) {
		i += text[i] == '`';
		str_addc(&s, text[i]);
	}
	return (str_detach(&s));
}
