/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "dependence.h"

const struct dependence *const dependences[] = {
	&trees_dependence,
	&copula_dependence,
	&marginal_dependence,
	NULL
};
