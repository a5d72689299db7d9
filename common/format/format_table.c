/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fmt_arff_read.h"
#include "fmt_arrow_read.h"
#include "fmt_libsvm_read.h"
#include "fmt_parquet_read.h"
#include "fmt_read.h"
#include "named.h"
#include "source_texts.h"

#include "format.h"

#define ENDINGS(...) (const char *const[]){ __VA_ARGS__, NULL }
#define NO_ENDINGS (const char *const[]){ NULL }

static const struct format mlc = {
	.name = "mlc",
	.summary = "CSV between a head and an end mark, for other mlc tools",
	.endings = ENDINGS(".mlcs"),
	.detect = mlctext_detect,
	.open = mlctext_open,
	.writer = &mlctext_writer,
};

static const struct format arrow = {
	.name = "arrow",
	.summary = "Arrow IPC stream (and, read, file), with the same content",
	.endings = ENDINGS(".arrow"),
	.detect = arrow_detect,
	.open = arrow_open,
	.writer = &arrow_writer,
};

static const struct format parquet = {
	.name = "parquet",
	.summary = "Parquet files: plain rows, compressed by zstd",
	.endings = ENDINGS(".parquet"),
	.detect = parquet_detect,
	.open = parquet_open,
	.writer = &parquet_writer,
};

static const struct format libsvm = {
	.name = "libsvm",
	.summary = "rows of LABEL INDEX:VALUE ..., also svmlight's",
	.endings = ENDINGS(".libsvm", ".svm"),
	.detect = libsvm_detect,
	.open = libsvm_open,
};

static const struct format arff = {
	.name = "arff",
	.summary = "WEKA's attributes and rows, also sparse ones",
	.endings = ENDINGS(".arff"),
	.is_text = true,
	.detect = arff_detect,
	.open = arff_open,
};

static const struct format csv = {
	.name = "csv",
	.summary = "comma-separated values (RFC 4180), or another delimiter",
	.endings = ENDINGS(".csv"),
	.rows = &csv_rows,
	.writer = &csv_writer,
};

static const struct format tsv = {
	.name = "tsv",
	.summary = "tab-separated values, quoted as in CSV",
	.endings = ENDINGS(".tsv"),
	.rows = &tsv_rows,
	.writer = &tsv_writer,
};

static const struct format fixed = {
	.name = "fixed",
	.summary = "fields of fixed width, as --widths says",
	.endings = NO_ENDINGS,
	.rows = &fixed_rows,
};

static const struct format jsonl = {
	.name = "jsonl",
	.summary = "one JSON object a line",
	.endings = ENDINGS(".jsonl"),
	.detect = jsonl_detect,
	.rows = &jsonl_rows,
	.writer = &jsonl_writer,
};

static const struct format json = {
	.name = "json",
	.summary = "a JSON array of objects",
	.endings = NO_ENDINGS,
	.detect = json_detect,
	.rows = &json_rows,
};

static const struct format text = {
	.name = "text",
	.summary = "whole texts, a row each: path, folder, text",
	.endings = NO_ENDINGS,
	.open_files = texts_open,
};

static const struct format table = {
	.name = "table",
	.summary = "aligned columns, for people",
	.endings = NO_ENDINGS,
	.writer = &table_writer,
};

static const struct format vertical = {
	.name = "vertical",
	.summary = "a line for each value, for people",
	.endings = NO_ENDINGS,
	.writer = &vertical_writer,
};

const struct format *const format_table[] = {
	&mlc, &arrow, &parquet, &libsvm, &arff, &csv, &tsv, &fixed, &jsonl,
	&json, &text, &table, &vertical, NULL
};

const struct format *
format_find(const char *name, struct diag *d)
{
	/* What is told of a name that there is not; sinks have their own. */
	static const struct format *const read[] = {
		&mlc, &arrow, &parquet, &csv, &tsv, &jsonl, &json, &libsvm,
		&arff, &fixed, &text, NULL
	};

	for (size_t i = 0; format_table[i] != NULL; i++) {
		if (strcmp(format_table[i]->name, name) == 0)
			return (format_table[i]);
	}
	return (named_find(read, name, "format", d));
}
