/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the fuzz targets share.  A target is one file NAME_fuzz.c; seeds makes
 * its first inputs, `make fuzz` runs it.
 *
 * An error is a fine answer to any input, but has to have a message.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);
size_t LLVMFuzzerMutate(uint8_t *p, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *p, size_t n, size_t max,
    unsigned seed);

#define FUZZ_CHECK(ok) do {						\
	if (!(ok)) {							\
		fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #ok);\
		abort();						\
	}								\
} while (0)

/* Was it 0 or -1 with a message? Returns whether it was 0. */
static inline int
fuzz_ok(int status, const struct diag *d)
{
	FUZZ_CHECK(status == 0 || (status == -1 && d->text[0] != '\0'));
	return (status == 0);
}

/*
 * Memory follows the length of the input: what is allocated at one time is at
 * most a constant and a multiple of the bytes. fuzz_memory_begin is called
 * before them, fuzz_memory_check after.
 */
#define FUZZ_MULTIPLE 1000	/* an empty object of JSON has hundreds */

/* Of the sanitizer: not every compiler has its headers. */
int __sanitizer_install_malloc_and_free_hooks(
    void (*)(const volatile void *, size_t), void (*)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *);

static size_t fuzz_now, fuzz_peak;

static void
fuzz_on_malloc(const volatile void *p, size_t n)
{
	(void)p;
	fuzz_now += n;
	if (fuzz_now > fuzz_peak)
		fuzz_peak = fuzz_now;
}

static void
fuzz_on_free(const volatile void *p)
{
	size_t n = p != NULL ? __sanitizer_get_allocated_size(p) : 0;

	fuzz_now -= n < fuzz_now ? n : fuzz_now;
}

static inline void
fuzz_memory_begin(void)
{
	static int installed;

	if (!installed)
		FUZZ_CHECK(__sanitizer_install_malloc_and_free_hooks(
		    fuzz_on_malloc, fuzz_on_free) != 0);
	installed = 1;
	fuzz_now = fuzz_peak = 0;
}

static inline void
fuzz_memory_check(size_t n, size_t constant_mb)
{
	size_t max = (constant_mb << 20) + n * FUZZ_MULTIPLE;

	if (fuzz_peak > max)
		fprintf(stderr, "%zu bytes of memory for %zu of input\n",
		    fuzz_peak, n);
	FUZZ_CHECK(fuzz_peak <= max);
}

#endif
