/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "numtext.h"

#include "accept.h"

#define BLANKS " \t"

static const char *const types[N_ANSWER_FORMS] = {
	[ANSWER_JSON] = "application/json",
	[ANSWER_CSV] = "text/csv",
	[ANSWER_TEXT] = "text/plain",
};

/* How closely a range of n bytes means the type: 0, or from 1 for any type to
   3 for this one. */
static int
closeness(const char *range, size_t n, const char *type)
{
	size_t n_type = strlen(type);
	size_t slash = (size_t)(strchr(type, '/') - type);

	if (n == n_type && strncasecmp(range, type, n) == 0)
		return (3);
	if (n == slash + 2 && strncasecmp(range, type, slash + 1) == 0 &&
	    range[n - 1] == '*')
		return (2);
	return (n == 3 && memcmp(range, "*/*", 3) == 0 ? 1 : 0);
}

/* Of the parameters up to the end; 1 where there is none. */
static double
read_quality(const char *p, const char *end)
{
	double q = 1;
	size_t n;

	while (p < end) {
		p += 1 + strspn(p + 1, BLANKS);
		n = strcspn(p, ";," BLANKS);
		if (n > 2 && strncasecmp(p, "q=", 2) == 0 &&
		    parse_float(p + 2, n - 2, &q) == -1)
			q = 0;
		p += strcspn(p, ";,");
	}
	return (q);
}

/* The quality of the range that means the type most closely. */
static double
quality(const char *accept, const char *type)
{
	int best = 0;
	double q = 0;

	for (;;) {
		size_t n, all;
		int close;

		accept += strspn(accept, "," BLANKS);
		if (*accept == '\0')
			return (q);
		n = strcspn(accept, ";," BLANKS);
		all = strcspn(accept, ",");
		close = closeness(accept, n, type);
		if (close > best) {
			best = close;
			q = read_quality(accept + n + strspn(accept + n,
			    BLANKS), accept + all);
		}
		accept += all;
	}
}

enum answer_form
accept_form(const char *accept)
{
	enum answer_form best = ANSWER_JSON;
	double q, best_q = 0;

	for (int i = 0; accept != NULL && i < N_ANSWER_FORMS; i++) {
		q = quality(accept, types[i]);
		if (q > best_q) {
			best_q = q;
			best = (enum answer_form)i;
		}
	}
	return (best);
}
