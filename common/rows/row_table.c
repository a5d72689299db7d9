/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "row_table.h"

#define ROW_OP_ROW(name) &row_##name,

const struct row_op_kind *const row_table[] = { ROW_OPS(ROW_OP_ROW) NULL };
