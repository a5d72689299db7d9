/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "link.h"

double
sigmoid(double s)
{
	double e = exp(-fabs(s));

	return ((s >= 0 ? 1 : e) / (1 + e));
}

void
softmax(double *v, size_t k)
{
	double max = v[0], sum = 0;

	for (size_t c = 1; c < k; c++)
		max = v[c] > max ? v[c] : max;
	for (size_t c = 0; c < k; c++)
		sum += v[c] = exp(v[c] - max);
	for (size_t c = 0; c < k; c++)
		v[c] /= sum;
}
