/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parquet that is cut or changed: an error, or the rows; never a part. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "check.h"
#include "fmt_parquet_decode.h"
#include "fmt_parquet_read.h"

/* The rows; -1 where it is refused. */
static int64_t
read_rows(const char *p, size_t n, struct diag *d)
{
	struct read_options o = { .partial = false };
	const struct batch *b;
	struct bytes *in;
	struct stream *s;
	int64_t rows = 0;
	int r;

	if (bytes_open_outside(outside_memory("mem", p, n), NULL, &in, d) ==
	    -1)
		return (-1);
	if (parquet_open(in, &o, &s, d) == -1) {
		bytes_close(in);
		return (-1);
	}
	while ((r = stream_next(s, &b, d)) == 1)
		rows += (int64_t)b->n_rows;
	stream_close(s);
	return (r == -1 ? -1 : rows);
}

static char *
load(const char *name, size_t *n)
{
	struct str path = STR_INIT, s = STR_INIT;
	struct diag d = DIAG_INIT;
	struct outside *o;
	char piece[4096];
	size_t got;

	str_addf(&path, "%s/parquet/%s", getenv("MLC_DATA"), name);
	CHECK_INT(outside_open(str_get(&path), &o, &d), 0);
	for (*n = 0; outside_read(o, *n, piece, sizeof(piece), &got, &d) ==
	    0 && got > 0; *n += got)
		str_add(&s, piece, got);
	outside_free(o);
	str_release(&path);
	return (str_detach(&s));
}

static void
cut(const char *name, int64_t rows)
{
	struct diag d = DIAG_INIT;
	size_t n;
	char *p = load(name, &n);

	CHECK_INT(read_rows(p, n, &d), rows);
	for (size_t k = 0; k < n; k++)
		CHECK_INT(read_rows(p, k, &d), -1);
	free(p);
}

/* Each byte becomes another: rows as many as there were, or none. */
static void
change(const char *name, int64_t rows, size_t step)
{
	static const uint8_t masks[] = { 0xff, 0x01, 0x80 };
	struct diag d = DIAG_INIT;
	int64_t got;
	size_t n;
	char *p = load(name, &n);

	for (size_t k = 0; k < n; k += step) {
		for (size_t m = 0; m < 3; m++) {
			p[k] = (char)(p[k] ^ masks[m]);
			got = read_rows(p, n, &d);
			CHECK_(got == -1 || got == rows, "%s, byte %zu: %lld "
			    "rows", name, k, (long long)got);
			p[k] = (char)(p[k] ^ masks[m]);
		}
	}
	free(p);
}

/* The example of Encodings.md: 7 5 3 1 2 3 4 5 in blocks of 128 by 4. */
static void
deltas(void)
{
	static const int64_t want[] = { 7, 5, 3, 1, 2, 3, 4, 5 };
	uint8_t bytes[64] = { 0x80, 1, 4, 8, 14, /* least -2 */ 3, 2, 0, 0, 0,
		0xc0, 0x3f };
	struct parquet_delta c;
	int64_t v[16];

	/* Differences above -2: 0 0 0 3 3 3 3, of 2 bits. */
	CHECK_INT(parquet_delta_begin(&c, bytes, 18), 0);
	CHECK_INT(parquet_delta_take(&c, v, 3), 3);
	CHECK_INT(parquet_delta_take(&c, v + 3, 13), 5);
	CHECK(memcmp(v, want, sizeof(want)) == 0);
	CHECK_INT(c.in.failed, 0);
	/* Its miniblock is of 8 bytes, and there are none behind it. */
	CHECK(c.in.p == bytes + 18);
	/* What announces more than there is fails. */
	bytes[3] = 100;
	CHECK_INT(parquet_delta_begin(&c, bytes, 12), 0);
	CHECK(parquet_delta_take(&c, v, 16) < 16);
	CHECK_INT(c.in.failed, 1);
}

/* The example there of numbers 0 to 7 by 3 bits, and a run. */
static void
runs(void)
{
	uint8_t bytes[32] = { 3, 0x88, 0xc6, 0xfa, 20, 5 };
	struct parquet_runs r;
	uint32_t v[32];

	parquet_runs_begin(&r, bytes, 6, 3);
	CHECK_INT(parquet_runs_take(&r, v, 5), 5);
	CHECK_INT(parquet_runs_take(&r, v + 5, 27), 13);
	for (uint32_t i = 0; i < 18; i++)
		CHECK_INT(v[i], i < 8 ? i : 5);
}

int
main(void)
{
	deltas();
	runs();
	cut("small.parquet", 3);
	change("small.parquet", 3, 1);
	change("int96.parquet", 60, 3);
	change("duckdb.parquet", 60, 97);
	return (check_done());
}
