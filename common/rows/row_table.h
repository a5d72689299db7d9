/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The operations on rows there are, in the order of --list.  A new one is a
 * file and a row here.
 */
#ifndef ROW_TABLE_H
#define ROW_TABLE_H

#include "row_op.h"

#define ROW_OPS(ROW) \
	ROW(where) \
	ROW(drop_missing) \
	ROW(dedupe) \
	ROW(sort) \
	ROW(shuffle) \
	ROW(sample) \
	ROW(fill_down) \
	ROW(melt) \
	ROW(pivot) \
	ROW(count) \
	ROW(expect)

#define ROW_OP_DECLARE(name) extern const struct row_op_kind row_##name;
ROW_OPS(ROW_OP_DECLARE)

extern const struct row_op_kind *const row_table[];	/* NULL-terminated */

#endif
