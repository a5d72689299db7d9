/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value of Parquet as Arrow has it. */
#ifndef FMT_PARQUET_VALUE_H
#define FMT_PARQUET_VALUE_H

#include "fmt_parquet_decode.h"

/* Are its bytes those of Arrow? */
bool parquet_value_is_plain(const struct parquet_leaf_type *);

/* Append the value of n bytes; -1 where it is none of the type. */
int parquet_value_add(const struct parquet_leaf_type *, const uint8_t *p,
    size_t n, struct parquet_values *out);
void parquet_values_add_text(struct parquet_values *, const char *p,
    size_t n);

#endif
