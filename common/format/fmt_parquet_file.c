/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fmt_parquet_file.h"

static int
copy_all(struct parquet_file *f, struct diag *d)
{
	const char *p;
	size_t n;
	int r;

	while ((r = bytes_next(f->in, &p, &n, d)) == 1) {
		if (tempfile_write(&f->copy, p, n, d) == -1)
			return (-1);
	}
	f->size = (uint64_t)f->copy.size;
	return (r);
}

int
parquet_file_open(struct parquet_file *f, struct bytes *in, struct diag *d)
{
	f->in = in;
	tempfile_init(&f->copy);
	(void)pthread_mutex_init(&f->lock, NULL);
	f->is_direct = bytes_are_random(in, &f->size);
	return (f->is_direct ? 0 : copy_all(f, d));
}

void
parquet_file_release(struct parquet_file *f)
{
	tempfile_release(&f->copy);
	(void)pthread_mutex_destroy(&f->lock);
}

static int
read_outside(struct parquet_file *f, uint64_t at, char *to, size_t n,
    struct diag *d)
{
	int r;

	(void)pthread_mutex_lock(&f->lock);
	r = outside_read_at(bytes_outside(f->in), at, to, n, d);
	(void)pthread_mutex_unlock(&f->lock);
	return (r);
}

int
parquet_file_read(struct parquet_file *f, uint64_t at, size_t n,
    struct str *out, struct diag *d)
{
	char *to = str_reserve(out, n);
	off_t from = (off_t)at;
	int r = f->is_direct ? read_outside(f, at, to, n, d) :
	    tempfile_read(&f->copy, to, n, &from, d);

	if (r == 0)
		str_commit(out, n);
	return (r);
}
