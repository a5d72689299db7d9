/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unit tests: a program is a list of CHECKs and ends with check_done().
 * A failed check prints file, line and values, and the program exits 1.
 */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int check_failed, check_passed;

#define CHECK_(ok, ...) do {						\
	if (ok) {							\
		check_passed++;						\
	} else {							\
		check_failed++;						\
		printf("# %s:%d: ", __FILE__, __LINE__);		\
		printf(__VA_ARGS__);					\
		printf("\n");						\
	}								\
} while (0)

#define CHECK(cond) CHECK_((cond), "not true: %s", #cond)

#define CHECK_INT(got, want) do {					\
	long long got_ = (long long)(got), want_ = (long long)(want);	\
	CHECK_(got_ == want_, "%s is %lld, not %lld", #got, got_, want_);\
} while (0)

#define CHECK_STR(got, want) do {					\
	const char *got_ = (got), *want_ = (want);			\
	CHECK_(strcmp(got_, want_) == 0, "%s is \"%s\", not \"%s\"",	\
	    #got, got_, want_);						\
} while (0)

/* Within tol, absolute for small values and relative for large ones. */
#define CHECK_NEAR(got, want, tol) do {					\
	double got_ = (got), want_ = (want);				\
	double scale_ = fabs(want_) > 1 ? fabs(want_) : 1;		\
	CHECK_(fabs(got_ - want_) <= (tol) * scale_,			\
	    "%s is %.17g, not %.17g", #got, got_, want_);		\
} while (0)

static inline int
check_done(void)
{
	if (check_failed > 0 || check_passed == 0) {
		printf("# %d of %d checks failed\n", check_failed,
		    check_failed + check_passed);
		return (1);
	}
	return (0);
}

#endif
