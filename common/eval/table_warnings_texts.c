/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the texts of a string column might have been: its most frequent ones
 * are looked at (profile.h), each with its rows.
 */
#include <math.h>
#include <string.h>

#include "numtext.h"
#include "time_format.h"
#include "typing.h"

#include "table_warnings.h"

struct texts {			/* rows of each kind */
	double all, missing, numbers, with_blanks, codes, dates;
	uint64_t guesses;	/* formats that fit all dates; time_format.h */
	const char *word;	/* the most frequent one for "no value" */
	const char *other;	/* the most frequent text of no kind */
};

static void
trim(const char **p, size_t *n)
{
	while (*n > 0 && (**p == ' ' || **p == '\t')) {
		(*p)++;
		(*n)--;
	}
	while (*n > 0 && ((*p)[*n - 1] == ' ' || (*p)[*n - 1] == '\t'))
		(*n)--;
}

static bool
is_unknown(const char *p, size_t n)
{
	static const char *const words[] = {
		"unknown", "missing", "not available", "not known", "undefined"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == n && strncasecmp(words[i], p, n) == 0)
			return (true);
	}
	return (is_missing_word(p, n) && n != 4);
}

static bool
note_date(struct texts *t, const char *p, size_t n, double rows)
{
	uint64_t fit = time_guesses(p, n, UINT64_MAX);
	int64_t when;

	if (fit == 0 && parse_time(p, n, &when) == -1)
		return (false);
	t->dates += rows;
	if (fit != 0 && (t->guesses & fit) != 0)
		t->guesses &= fit;
	return (true);
}

static void
look_at(struct texts *t, const char *p, size_t n, double rows)
{
	const char *text = p;
	size_t len = n;
	double x;

	trim(&p, &n);
	t->all += rows;
	if (is_unknown(p, n)) {
		t->missing += rows;
		if (t->word == NULL)
			t->word = text;
	} else if (is_padded_number(p, n)) {
		t->codes += rows;
	} else if (parse_float(p, n, &x) == 0) {
		t->numbers += rows;
		t->with_blanks += n < len ? rows : 0;
	} else if (!note_date(t, p, n, rows) && t->other == NULL) {
		t->other = text;
	}
}

/* False where there are no texts. */
static bool
find_kinds(const struct judged *j, struct texts *t)
{
	const struct column_profile *p = j->p;
	const char *text;
	size_t n;

	memset(t, 0, sizeof(*t));
	t->guesses = UINT64_MAX;
	if (p->type != COL_STRING)
		return (false);
	for (uint32_t i = 0; i < p->levels.n; i++) {
		text = dict_get(&p->levels, i, &n);
		look_at(t, text, n, (double)p->level_counts[i]);
	}
	return (t->all > 0);
}

bool
has_missing_word(struct judged *j)
{
	struct texts t;

	if (!find_kinds(j, &t) || t.missing == 0 || t.missing == t.all)
		return (false);
	str_addf(&j->says, "%.0f of the values are words such as \"%s\", "
	    "which may stand for a missing one; see mlc-clean --na",
	    t.missing, t.word);
	return (true);
}

bool
is_number_as_text(struct judged *j)
{
	struct texts t;

	if (!find_kinds(j, &t) || t.numbers == 0 ||
	    t.numbers + t.missing < t.all)
		return (false);
	if (t.with_blanks > 0)
		str_addz(&j->says, "all values are numbers with blanks around "
		    "them; see mlc-ingest --trim");
	else
		str_addz(&j->says, "all values are numbers, read as text; see "
		    "mlc-ingest --types");
	return (true);
}

bool
has_mixed_types(struct judged *j)
{
	struct texts t;

	if (!find_kinds(j, &t) || t.other == NULL)
		return (false);
	j->value = t.numbers / (t.all - t.missing);
	say_share(&j->says, j->value);
	str_addf(&j->says, " of the values are numbers, the others are text "
	    "such as \"%s\"", t.other);
	return (j->value >= j->limit);
}

bool
is_date_as_text(struct judged *j)
{
	char format[TIME_FORMAT_MAX];
	struct texts t;

	if (!find_kinds(j, &t))
		return (false);
	j->value = t.dates / (t.all - t.missing);
	if (!(j->value >= j->limit))
		return (false);
	str_addz(&j->says, "dates that were read as text");
	if (t.guesses != UINT64_MAX &&
	    __builtin_popcountll(t.guesses) == 1) {
		time_guess_format(t.guesses, format);
		str_addf(&j->says, "; see --time-format 'COL=%s'", format);
	} else if (t.guesses != UINT64_MAX) {
		str_addz(&j->says, ", as day and month cannot be told apart; "
		    "see --time-format 'COL=%d/%m/%Y'");
	}
	return (true);
}
