/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as a source: detection, CSV, TSV, JSONL, JSON, mlc and Arrow
 * streams, Parquet, compression and archives.  The first byte says how it is
 * read: twice to infer types, or as the table of a model.
 */
#include <string.h>

#include "source.h"

#include "fuzz.h"

enum {
	HAS_SPEC = 1,		/* the raw columns are known */
	LENIENT = 2,
	EAGER = 4,
	PARTIAL = 8,
	NO_HEADER = 16,
	ON_BAD = 32,		/* times enum on_bad */
	DIALECT = 128		/* escapes, comments, lines left out, and an
				   encoding by the text's length */
};

static const char *const encodings[] = {
	"", "UTF-8", "UTF-16LE", "SHIFT-JIS"
};

static void
known_columns(struct read_spec *spec)
{
	static const char *const names[] = { "a", "b", "c.d", "t", "s" };
	static const enum col_type types[] = {
		COL_INT, COL_FLOAT, COL_BOOL, COL_TIME, COL_STRING
	};
	struct diag d = DIAG_INIT;

	read_spec_init(spec);
	for (size_t i = 0; i < 5; i++)
		FUZZ_CHECK(schema_add_new(&spec->schema, names[i], types[i],
		    &d) == 0);
}

static void
check_batch(const struct batch *b)
{
	for (size_t j = 0; j < b->schema->n; j++) {
		const struct column *c = b->cols[j];
		size_t n_missing = 0;

		FUZZ_CHECK(c->n == b->n_rows);
		for (size_t i = 0; i < c->n; i++)
			n_missing += c->valid[i] == 0;
		FUZZ_CHECK(n_missing == c->n_missing);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct source_options o;
	struct read_spec spec;
	struct read_report report;
	struct diag d = DIAG_INIT;
	const struct batch *b;
	struct stream *s;
	uint64_t rows = 0;
	int r;

	if (n == 0)
		return (0);
	fuzz_memory_begin();
	known_columns(&spec);
	source_options_init(&o);
	read_report_init(&report);
	o.read.report = &report;
	o.read.spec = (*p & HAS_SPEC) != 0 ? &spec : NULL;
	o.read.lenient = o.read.no_target = (*p & LENIENT) != 0;
	o.read.eager = (*p & EAGER) != 0 && o.read.spec != NULL;
	o.read.partial = (*p & PARTIAL) != 0;
	if ((*p & NO_HEADER) != 0)
		o.read.dialect.header = HEADER_NO;
	if ((*p & DIALECT) != 0) {
		o.read.dialect.escape = '\\';
		o.read.dialect.comment = '#';
		o.read.dialect.skip_lines = 1;
		memcpy(o.read.dialect.encoding, encodings[n % 4],
		    strlen(encodings[n % 4]) + 1);
	}
	o.read.on_bad = (enum on_bad)(*p / ON_BAD % 4);
	if (fuzz_ok(source_open_memory("input", (const char *)p + 1, n - 1,
	    &o, &s, &d), &d)) {
		while ((r = stream_next(s, &b, &d)) == 1) {
			check_batch(b);
			rows += b->n_rows;
		}
		(void)fuzz_ok(r, &d);
		FUZZ_CHECK(r == -1 || report.rows == rows);
		stream_close(s);
	}
	read_spec_release(&spec);
	read_report_release(&report);
	fuzz_memory_check(n, 256);
	return (0);
}
