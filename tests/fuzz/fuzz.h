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

#endif
