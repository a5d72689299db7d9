/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a format is written, one struct of functions each.
 */
#ifndef FMT_WRITE_H
#define FMT_WRITE_H

#include "crew.h"
#include "outfile.h"
#include "stream.h"

struct text_form;
struct writer;

/* Begin with the head, rows, end. */
struct format_writer {
	int (*begin)(struct outfile *, const struct head *,
	    struct writer **out, struct diag *);
	/* The form of what is written (sink.h). NULL: it has one. */
	void (*form)(struct writer *, const struct text_form *);
	/* Build text by these threads from now on. NULL: it has none. */
	void (*share)(struct writer *, struct crew *);
	int (*write)(struct writer *, const struct batch *, struct diag *);
	int (*end)(struct writer *, const json_t *tail, struct diag *);
	/* For writers that hold rows back: write them now. NULL: none do. */
	int (*flush)(struct writer *, struct diag *);
	void (*free)(struct writer *);
};

extern const struct format_writer mlctext_writer, csv_writer, tsv_writer;
extern const struct format_writer arrow_writer, parquet_writer, jsonl_writer,
    table_writer, vertical_writer;

#endif
