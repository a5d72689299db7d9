/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"

#include "typing_cell.h"

/* Of numbers that are not plain. */
enum {
	FORM_DECIMAL = 1,	/* 1234,5 */
	FORM_GROUPS = 2,	/* that, or 1.234,5 */
	FORM_THOUSANDS = 4,	/* 1,234.5 */
	FORM_MARKED = 8,	/* any of these, and with a sign beside them or
				   in brackets: $12, 5 %, (1,200) */
	FORMS = 15
};

void
inference_init(struct inference *f)
{
	*f = (struct inference){ .can_bool = true, .can_int = true,
	    .can_float = true, .can_time = true, .as_format = true,
	    .guesses = UINT64_MAX, .forms = FORMS };
}

enum number_look {
	LOOKS_OTHER,		/* has to be parsed */
	LOOKS_INT,
	LOOKS_WIDE,		/* a whole number beyond 64 bits */
	LOOKS_FLOAT
};

/* Most numbers are seen to be some without computing their values: -?d+ of at
   most 18 digits, -?d*.d* of less than the largest double. */
static enum number_look
look_at_number(const char *p, size_t n)
{
	const char *end = p + n, *digits, *dot = NULL;

	if (n > 0 && *p == '-')
		p++;
	for (digits = p; p < end; p++) {
		if ((unsigned char)(*p - '0') < 10)
			continue;
		if (*p != '.' || dot != NULL)
			return (LOOKS_OTHER);
		dot = p;
	}
	n = (size_t)(end - digits);
	if (dot == NULL)
		return (n > 0 && n <= 18 ? LOOKS_INT : LOOKS_OTHER);
	return (n > 1 && n < 300 ? LOOKS_FLOAT : LOOKS_OTHER);
}

static bool
is_whole(const char *p, size_t n)
{
	size_t i = n > 0 && *p == '-';

	while (i < n && (unsigned char)(p[i] - '0') < 10)
		i++;
	return (i == n);
}

static inline enum number_look
parse_number(const char *p, size_t n)
{
	enum number_look look = look_at_number(p, n);
	int64_t i;
	double v;

	if (look != LOOKS_OTHER)
		return (look);
	if (parse_int(p, n, &i) == 0)
		return (LOOKS_INT);
	if (parse_float(p, n, &v) == -1 ||
	    (isnan(v) && is_missing_word(p, n)))
		return (LOOKS_OTHER);
	return (is_whole(p, n) ? LOOKS_WIDE : LOOKS_FLOAT);
}

static enum number_look __attribute__((noinline))
look_at_formed(const struct read_spec *r, const char *p, size_t n)
{
	char number[NUMBER_MAX];

	return (n <= sizeof(number) && plain_number(r, p, n, number, &n) ?
	    parse_number(number, n) : LOOKS_OTHER);
}

static size_t
count_digits(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && (unsigned char)(p[n] - '0') < 10)
		n++;
	return (n);
}

/* Digits in groups of three, all but the first, with the mark between. Returns
   how many groups there are, 0 where none, and where they end. */
static size_t
pass_groups(const char **p, const char *end, char mark)
{
	size_t n = count_digits(*p, end), groups = n > 0;

	for (*p += n; n <= 3 && *p < end && **p == mark &&
	    count_digits(*p + 1, end) == 3; *p += 4)
		groups++;
	return (groups);
}

static bool
has_form(const char *p, const char *end, char mark, char point)
{
	size_t groups;

	p += p < end && (*p == '-' || *p == '+');
	groups = pass_groups(&p, end, mark);
	if (p < end && *p == point) {
		p++;
		return (groups > 0 && p + count_digits(p, end) == end);
	}
	return (groups > 0 && p == end);
}

/* Take a sign off the front, or off the back; a blank between goes too. */
static void
take_mark(const char **p, const char **end)
{
	static const char *const marks[] = { "%", "$", "\u20ac", "\u00a3",
	    "\u00a5", "\u20b9" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t k = strlen(marks[i]);

		if ((size_t)(*end - *p) <= k)
			continue;
		if (memcmp(*p, marks[i], k) == 0)
			*p += k;
		else if (memcmp(*end - k, marks[i], k) == 0)
			*end -= k;
		else
			continue;
		*p += **p == ' ';
		*end -= *end > *p && (*end)[-1] == ' ';
		return;
	}
}

static bool
is_marked(const char *p, const char *end)
{
	if (end - p > 2 && *p == '(' && end[-1] == ')') {
		p++;
		end--;
	}
	p += p < end && (*p == '-' || *p == '+');
	take_mark(&p, &end);
	return (has_form(p, end, ',', '.') || has_form(p, end, '.', ','));
}

static unsigned
number_forms(const char *p, size_t n)
{
	const char *end = p + n;

	return ((has_form(p, end, '\0', ',') ? FORM_DECIMAL : 0) |
	    (has_form(p, end, '.', ',') ? FORM_GROUPS : 0) |
	    (has_form(p, end, ',', '.') ? FORM_THOUSANDS : 0) |
	    (is_marked(p, end) ? FORM_MARKED : 0));
}

/* Text that is neither a number nor a word for a missing value. */
static void
add_other(struct inference *f, const char *p, size_t n)
{
	int64_t i;

	f->any = true;
	f->can_int = f->can_float = false;
	f->can_bool = f->can_bool && is_bool_word(p, n);
	f->can_time = f->can_time && parse_time(p, n, &i) == 0;
	if (f->guesses != 0)
		f->guesses = time_guesses(p, n, f->guesses);
	if (f->forms != 0)
		f->forms &= number_forms(p, n);
}

/* The format that was asked for. */
static void
try_format(struct inference *f, const struct read_spec *r, const char *p,
    size_t n)
{
	int64_t v;

	f->as_format = r->time_format != NULL &&
	    parse_time_as(r->time_format, p, n, &v) == 0;
}

bool
inference_is_string(const struct inference *f)
{
	return ((!f->can_float || f->padded) && !f->can_bool && !f->can_time &&
	    !f->as_format && f->guesses == 0 && f->forms == 0);
}

/* What the text can be is "and"ed to what the column can be.  A type that is
   ruled out is not tried again. */
void
inference_add(struct inference *f, const struct read_spec *r,
    const struct cell *c)
{
	enum number_look look = LOOKS_OTHER;
	const char *p;
	size_t n;

	if (inference_is_string(f) || !cell_text(r, c, &p, &n))
		return;
	if (f->can_float)
		look = has_number_form(r, c) ? look_at_formed(r, p, n) :
		    parse_number(p, n);
	if (look == LOOKS_OTHER && is_missing_word(p, n))
		return;
	if (f->as_format)
		try_format(f, r, p, n);
	if (look == LOOKS_OTHER) {
		add_other(f, p, n);
		return;
	}
	f->guesses = 0;
	f->any = true;
	f->can_int = f->can_int && look == LOOKS_INT;
	f->wide = f->wide || look == LOOKS_WIDE;
	f->fraction = f->fraction || look == LOOKS_FLOAT;
	f->can_bool = f->can_time = false;
	if (!f->padded && (p[p[0] == '-'] == '0' || p[0] == '+'))
		f->padded = is_padded_number(p, n);
}

void
inference_add_text(struct inference *f, const struct read_spec *r,
    const struct cell *c)
{
	const char *p;
	size_t n;

	if (inference_is_string(f) || !cell_text(r, c, &p, &n) ||
	    is_missing_word(p, n))
		return;
	if (f->as_format)
		try_format(f, r, p, n);
	add_other(f, p, n);
	f->can_bool = false;
}

void
inference_merge(struct inference *f, const struct inference *g)
{
	f->any = f->any || g->any;
	f->can_bool = f->can_bool && g->can_bool;
	f->can_int = f->can_int && g->can_int;
	f->can_float = f->can_float && g->can_float;
	f->can_time = f->can_time && g->can_time;
	f->padded = f->padded || g->padded;
	f->wide = f->wide || g->wide;
	f->fraction = f->fraction || g->fraction;
	f->as_format = f->as_format && g->as_format;
	f->guesses &= g->guesses;
	f->forms &= g->forms;
}

enum col_type
inference_type(const struct inference *f)
{
	if (!f->any)
		return (COL_FLOAT);
	if (f->as_format)
		return (COL_TIME);
	if (f->can_bool)
		return (COL_BOOL);
	if (f->can_int && !f->padded)
		return (COL_INT);
	if (f->can_float && !f->padded && (f->fraction || !f->wide))
		return (COL_FLOAT);
	return (f->can_time || __builtin_popcountll(f->guesses) == 1 ?
	    COL_TIME : COL_STRING);
}

const char *
inference_time_format(const struct inference *f, const struct read_spec *r,
    char out[TIME_FORMAT_MAX])
{
	if (inference_type(f) != COL_TIME || (f->can_time && !f->as_format))
		return (NULL);
	if (f->as_format)
		return (r->time_format);
	time_guess_format(f->guesses, out);
	return (out);
}

bool
inference_is_ambiguous(const struct inference *f)
{
	return (f->any && inference_type(f) == COL_STRING &&
	    f->guesses != 0);
}

const char *
inference_number_hint(const struct inference *f)
{
	static const char *const hints[FORMS + 1] = {
		[FORM_GROUPS | FORM_MARKED] = "with --decimal , --thousands . "
		    "its values are numbers",
		[FORM_DECIMAL | FORM_GROUPS | FORM_MARKED] = "with --decimal , "
		    "its values are numbers",
		[FORM_THOUSANDS | FORM_MARKED] = "with --thousands , its "
		    "values are numbers",
		[FORMS] = "with --decimal , or --thousands , its values are "
		    "numbers",
		[FORM_MARKED] = "its values are numbers with signs as % or $, "
		    "or in brackets; mlc-clean --derive and replace() take "
		    "them off"
	};

	return (!f->can_float && !f->padded && inference_type(f) ==
	    COL_STRING ? hints[f->forms] : NULL);
}
