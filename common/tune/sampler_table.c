/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "named.h"
#include "sampler.h"

const struct sampler *const sampler_table[] = {
	&sampler_tpe,
	&sampler_random,
	&sampler_halving,
	&sampler_hyperband,
	&sampler_grid,
	NULL
};

const struct sampler *
sampler_find(const char *name, struct diag *d)
{
	return (named_find(sampler_table, name, "way to search", d));
}
