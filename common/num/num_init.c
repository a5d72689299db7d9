/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <cblas.h>
#include <gsl/gsl_errno.h>

#include "num_init.h"

void
num_init(void)
{
	gsl_set_error_handler_off();
	openblas_set_num_threads(1);
}
