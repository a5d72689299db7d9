/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "mem.h"
#include "numtext.h"

#include "typing_cell.h"

#define SHOWN 60		/* bytes of a bad value in a message */

#define EXACT_WHOLE 9007199254740992.0	/* 2^53: doubles hold all below */

bool
is_missing_token(const struct read_spec *r, const char *p, size_t n)
{
	for (size_t i = 0; i < r->n_na; i++) {
		if (strlen(r->na[i]) == n && memcmp(r->na[i], p, n) == 0)
			return (true);
	}
	return (false);
}

/* What pandas, R, databases and spreadsheets write for it; most texts are
   longer, or begin with another byte. */
bool
is_missing_word(const char *p, size_t n)
{
	static const char *const words[] = {
		"", "NA", "N/A", "n/a", "na", "#N/A", "#NA", "NaN", "NAN",
		"nan", "NULL", "Null", "null", "None", "none", "nil", "NIL",
		"?", "-", "--", ".", "NaT", "<NA>", "\\N", "-nan", "-NaN",
		"#DIV/0!", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#NAME?",
		"#N/A N/A", "1.#QNAN", "-1.#QNAN", "1.#IND", "-1.#IND"
	};

	if (n > 8 || (n > 0 && strchr("Nn#?-.<\\1", *p) == NULL))
		return (false);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == n && memcmp(words[i], p, n) == 0)
			return (true);
	}
	return (false);
}

/* The next word of p..end, words having one such byte between them. */
static bool
next_word(const char **p, const char *end, char between, const char **word,
    size_t *n)
{
	const char *stop;

	if (*p == NULL || *p == end)
		return (false);
	*word = *p;
	stop = memchr(*p, between, (size_t)(end - *p));
	*n = (size_t)((stop != NULL ? stop : end) - *word);
	*p = stop != NULL ? stop + 1 : NULL;
	return (true);
}

/* "1.5 2 3" or, as an array of JSON, "[1.5,2,3]" */
static int
add_vector(const char *p, size_t n, struct column *col)
{
	bool is_array = n > 1 && p[0] == '[' && p[n - 1] == ']';
	float *v = mem_alloc(col->width, sizeof(*v));
	const char *end = p + n - is_array, *word;
	uint32_t k = 0;
	size_t len;
	double x;
	int r = -1;

	p += is_array;
	while (next_word(&p, end, is_array ? ',' : ' ', &word, &len)) {
		if (k == col->width || parse_float(word, len, &x) == -1)
			goto out;
		v[k++] = (float)x;
	}
	if (k == col->width) {
		column_add_vector(col, v);
		r = 0;
	}
out:
	free(v);
	return (r);
}

/* "3:1.5": an index below the width and above the one before. */
static int
parse_pair(const char *p, size_t n, int64_t *index, float *value)
{
	const char *colon = memchr(p, ':', n);
	double x;

	if (colon == NULL || parse_int(p, (size_t)(colon - p), index) == -1 ||
	    parse_float(colon + 1, n - (size_t)(colon + 1 - p), &x) == -1)
		return (-1);
	*value = (float)x;
	return (0);
}

/* "3:1.5 7:2" */
static int
add_sparse(const char *p, size_t n, struct column *col)
{
	size_t most = n / 4 + 1, k = 0, len;	/* "0:1 " is the shortest */
	uint32_t *index = mem_alloc(most, sizeof(*index));
	float *value = mem_alloc(most, sizeof(*value));
	const char *end = p + n, *word;
	int64_t at, last = -1;
	int r = -1;

	while (next_word(&p, end, ' ', &word, &len)) {
		if (k == most || parse_pair(word, len, &at, &value[k]) == -1 ||
		    at <= last || at >= col->width)
			goto out;
		index[k++] = (uint32_t)at;
		last = at;
	}
	column_add_sparse(col, index, value, k);
	r = 0;
out:
	free(index);
	free(value);
	return (r);
}

/*
 * "34.0" and "3.4e1": how others write whole numbers of a column with missing
 * ones.  Zeros behind a point are cut off, so that 64 bits stay exact; with an
 * exponent the number has to be one of which doubles hold all.
 */
static int
parse_whole(const char *p, size_t n, int64_t *out)
{
	const char *point = memchr(p, '.', n);
	size_t k = n;
	double v;

	while (point != NULL && k > 0 && p[k - 1] == '0')
		k--;
	if (point != NULL && p + k - 1 == point &&
	    parse_int(p, k - 1, out) == 0)
		return (0);
	if (parse_float(p, n, &v) == -1 || !(fabs(v) < EXACT_WHOLE) ||
	    v != trunc(v))
		return (-1);
	*out = (int64_t)v;
	return (0);
}

static inline int
add_text(const char *p, size_t n, struct column *col)
{
	int64_t i;
	double f;
	bool b;

	switch (col->type) {
	case COL_BOOL:
		if (parse_bool(p, n, &b) == -1)
			return (-1);
		column_add_bool(col, b);
		return (0);
	case COL_INT:
		if (parse_int(p, n, &i) == -1 && parse_whole(p, n, &i) == -1)
			return (-1);
		column_add_int(col, i);
		return (0);
	case COL_FLOAT:
		if (parse_float(p, n, &f) == -1)
			return (-1);
		column_add_float(col, f);
		return (0);
	case COL_TIME:
		if (parse_time(p, n, &i) == -1)
			return (-1);
		column_add_int(col, i);
		return (0);
	case COL_STRING:
		column_add_string(col, p, n);
		return (0);
	case COL_VECTOR:
		return (add_vector(p, n, col));
	case COL_SPARSE:
		return (add_sparse(p, n, col));
	case N_COL_TYPES:
		break;
	}
	BUG("no such type");
}

int
column_read_text(struct column *to, const char *p, size_t n)
{
	if (add_text(p, n, to) == 0)
		return (0);
	if (!is_missing_word(p, n))
		return (-1);
	column_add_missing(to);
	return (0);
}

int
column_add_text(struct column *to, const char *p, size_t n)
{
	if (add_text(p, n, to) == -1)
		return (-1);
	if (to->valid[to->n - 1])
		return (0);
	to->n--;		/* a float's nan */
	to->n_missing--;
	return (-1);
}

bool
plain_number(const struct read_spec *r, const char *p, size_t n, char *out,
    size_t *len)
{
	char point = r->dialect.decimal != '\0' ? r->dialect.decimal : '.';
	char mark = r->dialect.thousands;
	size_t digits = 0, k = 0, i = 0;
	bool grouped = false;

	for (; i < n && p[i] != point && p[i] != 'e' && p[i] != 'E'; i++) {
		if (p[i] == '.' && mark != '.')
			return (false);
		if (mark != '\0' && p[i] == mark) {
			if (digits == 0 || digits > 3 ||
			    (grouped && digits != 3))
				return (false);
			grouped = true;
			digits = 0;
			continue;
		}
		digits += (unsigned char)(p[i] - '0') < 10;
		out[k++] = p[i];
	}
	if (grouped && digits != 3)
		return (false);
	for (; i < n; i++) {
		if (p[i] == '.' && point != '.')
			return (false);
		out[k++] = p[i] == point ? '.' : p[i];
	}
	*len = k;
	return (true);
}

/* A time in the column's format, or a number in that of the source. */
static int
add_formed(const struct cell_form *f, const struct cell *c, const char *p,
    size_t n, struct column *col)
{
	char number[NUMBER_MAX];
	int64_t v;

	if (col->type == COL_TIME && f->time_format != NULL &&
	    parse_time_as(f->time_format, p, n, &v) == 0) {
		column_add_int(col, v);
		return (0);
	}
	if ((col->type != COL_INT && col->type != COL_FLOAT) ||
	    !has_number_form(f->spec, c))
		return (add_text(p, n, col));
	return (n <= sizeof(number) && plain_number(f->spec, p, n, number,
	    &n) ? add_text(number, n, col) : -1);
}

static inline int
add_cell(const struct cell_form *f, bool formed, const struct cell *c,
    struct column *col)
{
	const char *p;
	size_t n;

	if (cell_text(f->spec, c, &p, &n)) {
		if ((formed ? add_formed(f, c, p, n, col) :
		    add_text(p, n, col)) == 0)
			return (0);
		if (!is_missing_word(p, n))
			return (-1);
	}
	column_add_missing(col);
	return (0);
}

void
cell_form_init(struct cell_form *f, const struct read_spec *r,
    const char *column)
{
	f->spec = r;
	f->time_format = read_spec_time(r, column);
	f->is_usual = f->time_format == NULL &&
	    r->dialect.decimal == '\0' && r->dialect.thousands == '\0';
}

int
cell_to_column(const struct cell_form *f, const struct cell *c,
    struct column *col)
{
	return (add_cell(f, !f->is_usual, c, col));
}

size_t
cells_to_column(const struct cell_form *f, const struct cell_run *run,
    struct column *col, uint8_t *bad)
{
	const struct cell *c = run->cells;
	bool formed = !f->is_usual;
	size_t n_bad = 0;

	column_reserve(col, col->n + run->n);
	for (size_t i = 0; i < run->n; i++, c += run->stride) {
		if (add_cell(f, formed, c, col) == 0)
			continue;
		column_add_missing(col);
		bad[i] = 1;
		n_bad++;
	}
	return (n_bad);
}

void
cell_explain(const struct cell *c, enum col_type type, struct diag *out)
{
	int n = c->n < SHOWN ? (int)c->n : SHOWN;

	diag_set(out, "not %s: \"%.*s%s\"",
	    type == COL_VECTOR || type == COL_SPARSE ? "of its width" :
	    col_type_words(type), n, c->p, c->n > SHOWN ? "..." : "");
}
