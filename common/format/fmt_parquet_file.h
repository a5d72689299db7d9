/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bytes of a Parquet file, read at any place by many threads at once: the
 * file itself, or (of a pipe, a compressed file, a member of an archive) a
 * temporary copy of it.
 */
#ifndef FMT_PARQUET_FILE_H
#define FMT_PARQUET_FILE_H

#include <pthread.h>

#include "bytes.h"
#include "str.h"
#include "tempfile.h"

struct parquet_file {
	struct bytes *in;
	bool is_direct;
	struct tempfile copy;
	uint64_t size;
	pthread_mutex_t lock;	/* of the outside */
};

/* The bytes stay the caller's. To be released in any case. */
int parquet_file_open(struct parquet_file *, struct bytes *, struct diag *)
    MUST_CHECK;
void parquet_file_release(struct parquet_file *);

/* Append n bytes, which are there. */
int parquet_file_read(struct parquet_file *, uint64_t at, size_t n,
    struct str *out, struct diag *) MUST_CHECK;

#endif
