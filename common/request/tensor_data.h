/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The datatypes of the Open Inference Protocol, and tensors in its binary
 * form: elements one after another, little endian; BOOL is a byte, BYTES a
 * length of four bytes and as many bytes.
 */
#ifndef TENSOR_DATA_H
#define TENSOR_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "column.h"
#include "diag.h"
#include "numtext.h"
#include "str.h"
#include "typing.h"

enum tensor_type {
	TENSOR_BOOL,
	TENSOR_UINT8,
	TENSOR_UINT16,
	TENSOR_UINT32,
	TENSOR_UINT64,
	TENSOR_INT8,
	TENSOR_INT16,
	TENSOR_INT32,
	TENSOR_INT64,
	TENSOR_FP16,
	TENSOR_FP32,
	TENSOR_FP64,
	TENSOR_BYTES,
	N_TENSOR_TYPES
};

int tensor_type_parse(const char *p, size_t n, enum tensor_type *out,
    struct diag *) MUST_CHECK;

/* The one that holds the values of a column. */
enum tensor_type tensor_type_of(enum col_type);
const char *tensor_type_name(enum tensor_type);

/* Elements that are still to be read. */
struct tensor_bytes {
	const char *p;
	size_t n;
};

/* The next element as the cell that it would be as JSON: a number or a bool
   in its text form, in scratch (NUMTEXT_MAX bytes); NaN absent; BYTES quoted,
   where it lies. False: too few bytes. */
bool tensor_next(enum tensor_type, struct tensor_bytes *, char *scratch,
    struct cell *out);

/* Can the column be written? A missing float is NaN, others have no form. */
bool tensor_has_form(const struct column *);
/* Append all its rows as tensor_type_of its type. */
void tensor_write(const struct column *, struct str *out);

#endif
