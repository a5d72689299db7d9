/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "numtext.h"

#include "canary.h"

#define SECOND UINT64_C(1000000000)

void
canary_options_init(struct canary_options *o)
{
	*o = (struct canary_options){ .errors = 0.05, .latency = 2,
	    .drift = 0.25 };
}

/* "10%": -1 if it is no share. */
static int
parse_share(const char *p, size_t n, double *out)
{
	if (n < 2 || p[n - 1] != '%' || parse_float(p, n - 1, out) == -1 ||
	    !(*out >= 0 && *out <= 100))
		return (-1);
	*out /= 100;
	return (0);
}

/* "90s", "30m", "1h", "2d": -1 if it is no time. */
static int
parse_duration(const char *p, size_t n, uint64_t *out)
{
	static const struct {
		char unit;
		double seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	double x;

	if (n < 2 || parse_float(p, n - 1, &x) == -1 || !(x > 0 && x < 1e6))
		return (-1);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (p[n - 1] == units[i].unit) {
			*out = (uint64_t)(x * units[i].seconds *
			    (double)SECOND);
			return (0);
		}
	}
	return (-1);
}

int
canary_parse_steps(struct canary_options *o, const char *text,
    struct diag *d)
{
	struct canary_step step = { 0, 0 };
	const char *end;
	double before = 0;

	for (const char *p = text; p != NULL; p = *end != '\0' ? end + 1 :
	    NULL) {
		end = strchrnul(p, ',');
		if (parse_share(p, (size_t)(end - p), &step.share) == -1 ||
		    step.share <= before)
			return (diag_set(d, "\"%s\": \"%.*s\" is not a share "
			    "(as 10%%) above the one before it", text,
			    (int)(end - p), p));
		step.duration = 0;
		p = end;
		if (*p == ',') {
			end = strchrnul(++p, ',');
			if (*end == '\0' || parse_duration(p,
			    (size_t)(end - p), &step.duration) == -1)
				return (diag_set(d, "\"%s\": \"%.*s\" is not a "
				    "time (as 90s, 30m, 1h or 2d) between two "
				    "shares", text, (int)(end - p), p));
		}
		before = step.share;
		o->steps = mem_realloc(o->steps, o->n_steps + 1,
		    sizeof(*o->steps));
		o->steps[o->n_steps++] = step;
	}
	return (0);
}

static double *
limit_of(struct canary_options *o, const char *p, size_t n)
{
	const struct {
		const char *name;
		double *limit;
	} limits[] = {
		{ "errors", &o->errors }, { "latency", &o->latency },
		{ "drift", &o->drift }
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (strlen(limits[i].name) == n &&
		    memcmp(limits[i].name, p, n) == 0)
			return (limits[i].limit);
	}
	return (NULL);
}

int
canary_parse_limits(struct canary_options *o, const char *text,
    struct diag *d)
{
	const char *end, *eq;
	double *limit;
	size_t n;

	for (const char *p = text; p != NULL; p = *end != '\0' ? end + 1 :
	    NULL) {
		end = strchrnul(p, ',');
		eq = memchr(p, '=', (size_t)(end - p));
		limit = eq == NULL ? NULL : limit_of(o, p, (size_t)(eq - p));
		if (limit == NULL)
			return (diag_set(d, "\"%.*s\" is none of errors=, "
			    "latency= and drift=", (int)(end - p), p));
		n = (size_t)(end - eq) - 1;
		if ((limit == &o->errors ? parse_share(eq + 1, n, limit) :
		    parse_float(eq + 1, n, limit)) == -1 ||
		    !(*limit >= (limit == &o->latency ? 1 : 0)))
			return (diag_set(d, "\"%.*s\": errors want a share (as "
			    "5%%), latency a multiple from 1 on, drift an "
			    "index", (int)(end - p), p));
	}
	return (0);
}
