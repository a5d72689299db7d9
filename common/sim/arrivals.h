/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When things arrive: so many a second, at equal distances or as a Poisson
 * process, whose gaps follow from the seed.  A plain struct; nothing here can
 * fail but the parsing.
 */
#ifndef ARRIVALS_H
#define ARRIVALS_H

#include <stdbool.h>
#include <stdint.h>

#include "diag.h"

struct arrivals {
	double rate;		/* a second; 0: as fast as it goes */
	bool is_poisson;
	uint64_t key;		/* of draws */
	/* Of the next one: */
	uint64_t n;
	double at;		/* seconds */
};

/* "500/s", "30/m", "10/h" or "2/d". */
int arrivals_parse_rate(const char *, double *rate, struct diag *) MUST_CHECK;
int arrivals_parse_kind(const char *, bool *is_poisson, struct diag *)
    MUST_CHECK;

/* Seconds from the beginning at which the next one comes: the first at 0
   where distances are equal. Steps on. */
double arrivals_next(struct arrivals *);

#endif
