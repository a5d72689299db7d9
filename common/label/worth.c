/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "worth.h"

const char *const worth_names[N_WORTHS + 1] = {
	"margin", "confidence", "entropy", "disagree", "center", NULL
};

int
worth_parse(const char *s, enum worth *out, bool *spread, struct diag *d)
{
	size_t n = strcspn(s, ",");

	*spread = strcmp(s + n, ",center") == 0;
	for (int k = 0; k < N_WORTHS; k++) {
		if (strlen(worth_names[k]) != n ||
		    strncmp(s, worth_names[k], n) != 0)
			continue;
		*out = (enum worth)k;
		if (s[n] == '\0' || (*spread && k != WORTH_CENTER))
			return (0);
	}
	return (diag_set(d, "\"%s\" is not margin, confidence, entropy, "
	    "disagree or center, or one of these with \",center\" behind", s));
}

double
entropy_of(const double *p, size_t n)
{
	double sum = 0;

	for (size_t k = 0; k < n; k++)
		if (p[k] > 0)
			sum -= p[k] * log(p[k]);
	return (sum);
}

double
worth_of(enum worth w, const double *p, size_t n, size_t *first,
    size_t *second)
{
	*first = 0;
	for (size_t k = 1; k < n; k++)
		if (p[k] > p[*first])
			*first = k;
	*second = *first == 0;
	for (size_t k = 0; k < n; k++)
		if (k != *first && p[k] > p[*second])
			*second = k;
	if (w == WORTH_ENTROPY)
		return (entropy_of(p, n));
	return (1 - p[*first] + (w == WORTH_MARGIN ? p[*second] : 0));
}
