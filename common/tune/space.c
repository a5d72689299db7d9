/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "numtext.h"

#include "space.h"

#define DIGITS 6		/* of a float */

void
space_init(struct space *s)
{
	memset(s, 0, sizeof(*s));
}

static void
release_param(struct space_param *p)
{
	for (size_t k = 0; k < p->n_words; k++)
		free(p->words[k]);
	free(p->words);
	free(p->name);
	free(p->text);
	expr_free(p->condition);
}

void
space_release(struct space *s)
{
	for (size_t i = 0; i < s->n; i++)
		release_param(&s->params[i]);
	free(s->params);
	space_init(s);
}

const struct space_param *
space_find(const struct space *s, const char *name, size_t n)
{
	for (size_t i = 0; i < s->n; i++) {
		if (strlen(s->params[i].name) == n &&
		    memcmp(s->params[i].name, name, n) == 0)
			return (&s->params[i]);
	}
	return (NULL);
}

/* Ints, numbers or text: what all words are. */
static enum col_type
words_type(const struct space_param *p)
{
	enum col_type type = COL_INT;
	int64_t i;
	double f;

	for (size_t k = 0; k < p->n_words; k++) {
		const char *w = p->words[k];

		if (type == COL_INT && parse_int(w, strlen(w), &i) == -1)
			type = COL_FLOAT;
		if (parse_float(w, strlen(w), &f) == -1 || !isfinite(f) ||
		    is_padded_number(w, strlen(w)))
			return (COL_STRING);
	}
	return (type);
}

/* {a,b,c}: of n bytes without the braces. */
static int
parse_words(struct space_param *p, const char *s, size_t n, struct diag *d)
{
	const char *end = s + n, *stop;

	p->kind = SPACE_WORD;
	for (; s <= end; s = stop + 1) {
		stop = memchr(s, ',', (size_t)(end - s));
		if (stop == NULL)
			stop = end;
		if (p->n_words == SPACE_WORDS_MAX)
			return (diag_set(d, "more than %d words",
			    SPACE_WORDS_MAX));
		p->words = mem_realloc(p->words, p->n_words + 1,
		    sizeof(*p->words));
		p->words[p->n_words++] = mem_strndup(s, (size_t)(stop - s));
		for (size_t k = 0; k + 1 < p->n_words; k++) {
			if (strcmp(p->words[k], p->words[p->n_words - 1]) == 0)
				return (diag_set(d, "\"%s\" is there twice",
				    p->words[k]));
		}
	}
	p->type = words_type(p);
	return (0);
}

static int
check_range(const struct space_param *p, struct diag *d)
{
	if (!isfinite(p->low) || !isfinite(p->high) || p->low >= p->high)
		return (diag_set(d, "the range is empty"));
	if (p->log && p->low <= 0)
		return (diag_set(d, "a logarithmic range begins above 0"));
	if (p->kind != SPACE_INT)
		return (0);
	if (p->low != floor(p->low) || p->high != floor(p->high) ||
	    fabs(p->low) > 1e15 || fabs(p->high) > 1e15)
		return (diag_set(d, "the ends of a range of ints are ints"));
	return (0);
}

/* LOW..HIGH[:int][:log] of n bytes. */
static int
parse_range(struct space_param *p, const char *s, size_t n, struct diag *d)
{
	const char *end = s + n, *stop = memchr(s, ':', n), *dots, *word;

	if (stop == NULL)
		stop = end;
	dots = memmem(s, (size_t)(stop - s), "..", 2);
	if (dots == NULL || parse_float(s, (size_t)(dots - s), &p->low) == -1 ||
	    parse_float(dots + 2, (size_t)(stop - dots - 2), &p->high) == -1)
		return (diag_set(d, "not LOW..HIGH or {WORD,WORD...}"));
	p->type = COL_FLOAT;
	while (stop < end) {
		word = stop + 1;
		stop = memchr(word, ':', (size_t)(end - word));
		if (stop == NULL)
			stop = end;
		n = (size_t)(stop - word);
		if (n == 3 && memcmp(word, "int", 3) == 0) {
			p->kind = SPACE_INT;
			p->type = COL_INT;
		} else if (n == 3 && memcmp(word, "log", 3) == 0) {
			p->log = true;
		} else {
			return (diag_set(d, "\"%.*s\" is not int or log",
			    (int)n, word));
		}
	}
	return (check_range(p, d));
}

/* The columns that conditions speak of: the parameters there are. */
static void
make_schema(const struct space *s, struct schema *out)
{
	struct diag d = DIAG_INIT;

	schema_init(out);
	for (size_t i = 0; i < s->n; i++) {
		if (schema_add_new(out, s->params[i].name, s->params[i].type,
		    &d) == -1)
			BUG("%s", d.text);
	}
}

static int
parse_condition(const struct space *s, struct space_param *p,
    const char *text, struct diag *d)
{
	struct schema schema;
	int r;

	make_schema(s, &schema);
	r = expr_parse(text, &p->condition, d);
	if (r == 0)
		r = expr_bind_rule(p->condition, &schema, d);
	schema_release(&schema);
	return (r == -1 ? diag_prefix(d, "if") : 0);
}

/* NAME=: its length, or 0. */
static size_t
name_length(const char *text)
{
	size_t n = 0;

	if (isalpha((unsigned char)text[0]) || text[0] == '_') {
		while (isalnum((unsigned char)text[n]) || text[n] == '_')
			n++;
	}
	return (text[n] == '=' ? n : 0);
}

/* What follows the '='. */
static int
parse_spec(const struct space *s, struct space_param *p, const char *spec,
    struct diag *d)
{
	const char *end = spec[0] == '{' ? strchr(spec, '}') : NULL;
	const char *rest;
	int r;

	if (spec[0] == '{' && end == NULL)
		return (diag_set(d, "no } ends the words"));
	rest = end != NULL ? end + 1 : strchrnul(spec, ' ');
	r = end != NULL ?
	    parse_words(p, spec + 1, (size_t)(end - spec - 1), d) :
	    parse_range(p, spec, (size_t)(rest - spec), d);
	if (r == -1 || *rest == '\0')
		return (r);
	if (strncmp(rest, " if ", 4) != 0)
		return (diag_set(d, "\"%s\" is not \" if CONDITION\"", rest));
	return (parse_condition(s, p, rest + 4, d));
}

int
space_add(struct space *s, const char *text, struct diag *d)
{
	struct space_param p = { .text = NULL };
	size_t n = name_length(text);

	if (n == 0)
		return (diag_set(d, "\"%s\": not NAME=LOW..HIGH or "
		    "NAME={WORD,WORD...}", text));
	if (space_find(s, text, n) != NULL)
		return (diag_set(d, "\"%.*s\" is there twice", (int)n, text));
	if (s->n == SPACE_PARAMS_MAX)
		return (diag_set(d, "more than %d parameters",
		    SPACE_PARAMS_MAX));
	if (parse_spec(s, &p, text + n + 1, d) == -1) {
		release_param(&p);
		return (diag_prefix(d, "\"%s\"", text));
	}
	p.name = mem_strndup(text, n);
	p.text = mem_strdup(text);
	s->params = mem_realloc(s->params, s->n + 1, sizeof(*s->params));
	s->params[s->n++] = p;
	return (0);
}

size_t
space_levels(const struct space_param *p)
{
	return (p->kind == SPACE_WORD ? p->n_words : p->kind == SPACE_INT ?
	    (size_t)(p->high - p->low) + 1 : 0);
}

/* The ends of the scale on which a parameter is even. */
static void
scale_ends(const struct space_param *p, double *from, double *to)
{
	double half = p->kind == SPACE_INT ? 0.5 : 0;

	*from = p->low - half;
	*to = p->high + half;
	if (p->log) {
		*from = log(*from);
		*to = log(*to);
	}
}

static double
round_digits(double v)
{
	char text[NUMTEXT_MAX];
	int n = snprintf(text, sizeof(text), "%.*g", DIGITS, v);

	if (parse_float(text, (size_t)n, &v) == -1)
		BUG("%s is no number", text);
	return (v);
}

static double
value_at(const struct space_param *p, double u)
{
	double from, to, v;

	if (p->kind == SPACE_WORD) {
		v = floor(u * (double)p->n_words);
		return (fmin(fmax(v, 0), (double)p->n_words - 1));
	}
	scale_ends(p, &from, &to);
	v = from + u * (to - from);
	if (p->log)
		v = exp(v);
	v = p->kind == SPACE_INT ? round(v) : round_digits(v);
	return (fmin(fmax(v, p->low), p->high));
}

double
space_unit(const struct space_param *p, double v)
{
	double from, to;

	if (p->kind == SPACE_WORD)
		return ((v + 0.5) / (double)p->n_words);
	scale_ends(p, &from, &to);
	return (((p->log ? log(v) : v) - from) / (to - from));
}

void
space_value(const struct space_param *p, double v, struct str *out)
{
	size_t n;

	if (p->kind == SPACE_WORD) {
		str_addz(out, p->words[(size_t)v]);
		return;
	}
	if (p->kind == SPACE_INT || (v == floor(v) && fabs(v) < 1e15))
		n = format_int(str_reserve(out, NUMTEXT_MAX), (int64_t)v);
	else
		n = format_float(str_reserve(out, NUMTEXT_MAX), v);
	str_commit(out, n);
}

/* The values so far as a row, for conditions. */
static void
add_value(const struct space_param *p, double v, struct column *c)
{
	double number = v;

	if (isnan(v)) {
		column_add_missing(c);
		return;
	}
	if (p->kind == SPACE_WORD) {
		const char *w = p->words[(size_t)v];

		if (p->type == COL_STRING) {
			column_add_string(c, w, strlen(w));
			return;
		}
		if (parse_float(w, strlen(w), &number) == -1)
			BUG("%s is no number", w);
	}
	if (p->type == COL_INT)
		column_add_int(c, (int64_t)number);
	else
		column_add_float(c, number);
}

/* Is parameter i in use, those before it having the values of the point? */
static int
is_in_use(const struct space *s, size_t i, const double *point, bool *out,
    struct diag *d)
{
	const struct space before = { s->params, i };
	const struct expr *e = s->params[i].condition;
	struct expr_scratch *scratch;
	struct schema schema;
	struct block block;
	struct column result;
	int r;

	*out = true;
	if (e == NULL)
		return (0);
	make_schema(&before, &schema);
	block_init(&block, &schema);
	for (size_t k = 0; k < i; k++)
		add_value(&s->params[k], point[k], &block.cols[k]);
	scratch = expr_scratch_new(e);
	column_init(&result, COL_BOOL, 0);
	r = expr_eval(e, block_seal(&block, 0), scratch, &result, d);
	*out = r == 0 && result.valid[0] && result.bools[0];
	column_release(&result);
	expr_scratch_free(scratch);
	block_release(&block);
	schema_release(&schema);
	return (r);
}

int
space_place(const struct space *s, const double *unit, double *point,
    struct diag *d)
{
	bool in_use;

	for (size_t i = 0; i < s->n; i++) {
		if (is_in_use(s, i, point, &in_use, d) == -1)
			return (diag_prefix(d, "\"%s\"", s->params[i].text));
		point[i] = in_use ? value_at(&s->params[i], unit[i]) : NAN;
	}
	return (0);
}

bool
space_same(const struct space *s, const double *a, const double *b)
{
	for (size_t i = 0; i < s->n; i++) {
		if (a[i] != b[i] && !(isnan(a[i]) && isnan(b[i])))
			return (false);
	}
	return (true);
}

json_t *
space_point_to_json(const struct space *s, const double *point)
{
	json_t *o = json_object();
	struct str text = STR_INIT;

	for (size_t i = 0; i < s->n; i++) {
		const struct space_param *p = &s->params[i];
		json_t *v;

		if (isnan(point[i]))
			continue;
		str_clear(&text);
		space_value(p, point[i], &text);
		v = p->kind == SPACE_WORD ? doc_stringn(text.buf, text.len) :
		    p->kind == SPACE_INT ? json_integer((json_int_t)point[i]) :
		    doc_float(point[i]);
		json_object_set_new(o, p->name, v);
	}
	str_release(&text);
	return (o);
}

static int
value_from_json(const struct space_param *p, const json_t *o, double *out,
    struct diag *d)
{
	const char *word;

	if (json_object_get(o, p->name) == NULL) {
		*out = NAN;
		return (0);
	}
	if (p->kind != SPACE_WORD) {
		if (doc_get_float(o, p->name, out, d) == -1)
			return (-1);
		if (*out >= p->low && *out <= p->high &&
		    (p->kind != SPACE_INT || *out == floor(*out)))
			return (0);
		return (diag_set(d, "%s: %g is not in the range", p->name,
		    *out));
	}
	if (doc_get_string(o, p->name, &word, d) == -1)
		return (-1);
	for (size_t k = 0; k < p->n_words; k++) {
		if (strcmp(p->words[k], word) == 0) {
			*out = (double)k;
			return (0);
		}
	}
	return (diag_set(d, "%s: \"%s\" is none of the words", p->name,
	    word));
}

int
space_point_from_json(const struct space *s, const json_t *o, double *point,
    struct diag *d)
{
	for (size_t i = 0; i < s->n; i++) {
		if (value_from_json(&s->params[i], o, &point[i], d) == -1)
			return (-1);
	}
	return (0);
}
