/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An ONNX graph that is being made.  A value of it is a tensor with a row for
 * each row that is scored:
 *
 *	bool, int, float, time	double (N, 1), NaN where it is missing
 *	string			string (N, 1), "" where it is missing
 *	sparse			int64 (N, 1), the place of the only entry, a
 *				1, or -1
 *
 * Values have numbers; 0 is none.  Constants are values too.
 */
#ifndef ONNX_GRAPH_H
#define ONNX_GRAPH_H

#include "dict.h"
#include "export_steps.h"

enum onnx_type {
	ONNX_UINT8 = 2,
	ONNX_INT64 = 7,
	ONNX_STRING = 8,
	ONNX_BOOL = 9,
	ONNX_DOUBLE = 11
};

struct onnx {
	const struct predictor *p;
	struct str nodes, constants, inputs, outputs;	/* of the graph */
	size_t n_values;
	struct dict names;	/* of values 1, 2 ...: empty, unless given */
};

/* Constants: a number; (n); (rows, cols); an int (1); a text; (n). */
size_t onnx_number(struct onnx *, double);
size_t onnx_numbers(struct onnx *, const double *, size_t n);
size_t onnx_matrix(struct onnx *, const double *, size_t rows, size_t cols);
size_t onnx_whole(struct onnx *, int64_t);
size_t onnx_text(struct onnx *, const char *p, size_t n);
size_t onnx_texts(struct onnx *, const char *const *, size_t n);

/* The result of an operator: of one, two or three values. */
size_t onnx_1(struct onnx *, const char *op, size_t a);
size_t onnx_2(struct onnx *, const char *op, size_t a, size_t b);
size_t onnx_3(struct onnx *, const char *op, size_t a, size_t b, size_t c);
size_t onnx_cast(struct onnx *, size_t a, enum onnx_type);
/* Columns side by side. */
size_t onnx_concat(struct onnx *, const size_t *, size_t n);

/* What stands for each level, for missing texts and for all others. */
struct onnx_map {
	const struct dict *levels;
	const double *values;	/* of the levels */
	double missing, unknown;
};
size_t onnx_look_up(struct onnx *, size_t texts, const struct onnx_map *);

/* An operator with attributes: begin, the inputs, attributes, end. */
struct onnx_node {
	struct onnx *o;
	struct str bytes;
};
void onnx_begin(struct onnx *, struct onnx_node *);
void onnx_in(struct onnx_node *, size_t value);
void onnx_set_int(struct onnx_node *, const char *name, int64_t);
void onnx_set_ints(struct onnx_node *, const char *name, const int64_t *,
    size_t n);
void onnx_set_numbers(struct onnx_node *, const char *name, const double *,
    size_t n);
void onnx_set_bytes(struct onnx_node *, const char *name, const uint8_t *,
    size_t n);
/* The value; domain is "" or "ai.onnx.ml". */
size_t onnx_end(struct onnx_node *, const char *op, const char *domain);

/* A column of rows that comes in, or goes out under this name. */
size_t onnx_input(struct onnx *, const char *name, enum onnx_type);
void onnx_output(struct onnx *, size_t value, const char *name,
    enum onnx_type, size_t width);

/* The steps; the tables end with a kind of NULL. */
extern const struct export_writer onnx_cleaners[], onnx_encoders[];

#endif
