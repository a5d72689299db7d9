/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "fmt_csv_record.h"
#include "fmt_csv_split.h"

#include "fmt_csv_header.h"

#define YEAR_MIN 1500
#define YEAR_MAX 2199

/* How the fields are read. */
struct judge {
	const struct layout *layout;
	struct read_spec tokens;	/* borrows what it has */
};

/* What the rows below a field of the first row say of it. */
struct below {
	struct inference values;
	bool again;		/* the field's text was found */
};

/* Of the fields of the first row that have a value. */
struct signs {
	size_t n_values, n_numbers;
	size_t n_misfit;	/* text above numbers or times */
	size_t n_fit;		/* numbers or times above such */
	size_t n_again;
	bool alone;		/* there is no other row: n_fit are values */
	bool years;		/* all that fit are ascending years */
	int64_t year;		/* the last of them */
};

static bool
is_number_cell(const struct cell *c)
{
	double v;

	return (c->n > 0 && strchr("+-.0123456789", c->p[0]) != NULL &&
	    parse_float(c->p, c->n, &v) == 0);
}

static bool
is_same_row(const struct cell *a, const struct cell *b, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		if (a[j].n != b[j].n || memcmp(a[j].p, b[j].p, a[j].n) != 0)
			return (false);
	}
	return (n > 1);
}

/* Is there a row? The first one may stand again, as it does where files were
   put together, and says nothing of the values below it. */
static bool
look_below(const struct judge *judge, const struct cell *row, size_t n,
    const struct row_text *t, struct below *below)
{
	const struct layout *l = judge->layout;
	struct layout rest = { .source = l->source, .csv = l->csv };
	struct row_text text = *t;
	struct cell *cells = mem_calloc(n, sizeof(*cells));
	struct cell_store store = { NULL };
	struct record r;
	struct diag ignored;
	bool same;
	int i = 0;

	text.quote = NULL;
	for (; i < HEADER_SAMPLE && csv_cut(&rest, &text, &r,
	    &ignored) == 1; i++) {
		if (r.broken || csv_split(&r, &l->csv, cells, n, &store) != n)
			continue;
		same = is_same_row(cells, row, n);
		for (size_t j = 0; j < n; j++) {
			if (!same)
				inference_add(&below[j].values,
				    &judge->tokens, &cells[j]);
			below[j].again |= cells[j].n == row[j].n &&
			    memcmp(cells[j].p, row[j].p, row[j].n) == 0;
		}
	}
	cell_store_release(&store);
	free(cells);
	return (i > 0 || !t->at_end);
}

static bool
has_values(const struct inference *f)
{
	enum col_type type = inference_type(f);

	return (f->any && (type == COL_INT || type == COL_FLOAT ||
	    type == COL_TIME));
}

/* Whole numbers of any length and with zeros before them are none of text. */
static bool
is_like_value(const struct judge *judge, const struct cell *c)
{
	struct inference f;

	inference_init(&f);
	inference_add(&f, &judge->tokens, c);
	return (has_values(&f) || is_number_cell(c));
}

static void
see_year(struct signs *s, const struct cell *c)
{
	int64_t year;

	if (parse_int(c->p, c->n, &year) == -1 || year < YEAR_MIN ||
	    year > YEAR_MAX || year <= s->year)
		s->years = false;
	s->year = year;
}

/* The field without the blanks that are not part of it. */
static struct cell
trimmed(const struct judge *judge, struct cell c)
{
	for (; judge->tokens.trim && c.n > 0 && *c.p == ' '; c.n--)
		c.p++;
	while (judge->tokens.trim && c.n > 0 && c.p[c.n - 1] == ' ')
		c.n--;
	return (c);
}

static void
see_field(const struct judge *judge, const struct cell *c,
    const struct below *below, struct signs *s)
{
	if (c->n == 0 || is_missing_word(c->p, c->n))
		return;
	s->n_values++;
	s->n_numbers += is_number_cell(c);
	s->n_again += below->again;
	if (!s->alone && !has_values(&below->values))
		return;
	if (is_like_value(judge, c)) {
		s->n_fit++;
		see_year(s, c);
	} else {
		s->n_misfit += !s->alone;
	}
}

static void
read_signs(const struct judge *judge, const struct cell *row, size_t n,
    const struct row_text *t, struct signs *s)
{
	struct cell c;
	struct below *below = mem_calloc(n, sizeof(*below));

	for (size_t j = 0; j < n; j++)
		inference_init(&below[j].values);
	*s = (struct signs){ .years = true,
	    .alone = !look_below(judge, row, n, t, below) };
	for (size_t j = 0; j < n; j++) {
		c = trimmed(judge, row[j]);
		see_field(judge, &c, &below[j], s);
	}
	free(below);
}

static void
tell_names(const struct layout *l, const char *why)
{
	read_tell(l->options, "%s: the first row is taken for names, though "
	    "%s: --header-row no if it is data", l->source, why);
}

static void
tell_data(const struct layout *l, const char *why)
{
	read_tell(l->options, "%s: the first row is taken for data, as %s: "
	    "--header-row yes if it has the names", l->source, why);
}

static bool
judge_first(const struct layout *l, const struct cell *row, size_t n,
    const struct row_text *t)
{
	struct judge judge = { .layout = l, .tokens = *l->options->tokens };
	struct signs s;

	judge.tokens.trim |= l->trim;
	read_signs(&judge, row, n, t, &s);
	if (s.n_values > 0 && s.n_numbers == s.n_values)
		return (false);
	if (s.n_misfit > 0) {
		if (s.n_fit > 0 && !s.years)
			tell_names(l, "some of its fields could be values");
		return (true);
	}
	if (s.n_fit >= 2 && s.years)
		return (true);
	if (s.n_fit > 0) {
		tell_data(l, s.alone ? "it is alone and has values" :
		    "it has numbers where the others have");
		return (false);
	}
	if (s.n_again > 0 && s.n_again * 2 >= s.n_values) {
		tell_data(l, "its texts are found again below");
		return (false);
	}
	return (true);
}

/* With a spec: a row that has one of its names; where rows came without a
   header before, one that has nothing else. */
static bool
has_spec_names(const struct read_spec *spec, const struct cell *row,
    size_t n)
{
	size_t n_found = 0, n_values = 0;

	for (size_t i = 0; i < n; i++) {
		n_values += row[i].n > 0;
		n_found += row[i].n > 0 && dict_find(&spec->schema.index,
		    row[i].p, row[i].n) != DICT_NONE;
	}
	return (spec->dialect.header == HEADER_NO ?
	    n_found > 0 && n_found == n_values : n_found > 0);
}

bool
csv_has_header(struct layout *l, const struct cell *row, size_t n,
    const struct row_text *t)
{
	const struct read_options *o = l->options;

	if (o->dialect.header != HEADER_AUTO)
		return (o->dialect.header == HEADER_YES);
	if (o->header != NULL)
		return (false);
	if (o->spec == NULL)
		return (judge_first(l, row, n, t));
	if (has_spec_names(o->spec, row, n))
		return (true);
	for (size_t i = 0; i < n; i++) {
		if (!is_number_cell(&row[i]))
			return (o->spec->dialect.header != HEADER_NO);
	}
	return (false);
}
