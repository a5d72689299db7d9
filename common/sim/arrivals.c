/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "numtext.h"
#include "rng.h"

#include "arrivals.h"

int
arrivals_parse_rate(const char *text, double *rate, struct diag *d)
{
	static const struct { const char *name; double seconds; } units[] = {
		{ "/s", 1 }, { "/m", 60 }, { "/h", 3600 }, { "/d", 86400 }
	};
	size_t n = strlen(text);

	for (size_t k = 0; k < sizeof(units) / sizeof(units[0]); k++) {
		if (n > 2 && strcmp(text + n - 2, units[k].name) == 0 &&
		    parse_float(text, n - 2, rate) == 0 && *rate > 0 &&
		    isfinite(*rate)) {
			*rate /= units[k].seconds;
			return (0);
		}
	}
	return (diag_set(d, "a rate is 500/s, 30/m, 10/h or 2/d, not \"%s\"",
	    text));
}

int
arrivals_parse_kind(const char *text, bool *is_poisson, struct diag *d)
{
	*is_poisson = strcmp(text, "poisson") == 0;
	if (!*is_poisson && strcmp(text, "constant") != 0)
		return (diag_set(d, "arrivals are constant or poisson, not "
		    "\"%s\"", text));
	return (0);
}

double
arrivals_next(struct arrivals *a)
{
	double at = a->at;

	if (a->rate <= 0)
		return (0);
	if (a->is_poisson) {
		a->at += -log1p(-rng_uniform_at(a->key, a->n++)) / a->rate;
		return (a->at);
	}
	a->at = (double)++a->n / a->rate;
	return (at);
}
