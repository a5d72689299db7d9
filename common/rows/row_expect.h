/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ROW_EXPECT_H
#define ROW_EXPECT_H

#include <stdbool.h>

/* Is it a rule for all rows together, as "unique(id)", and no expression? */
bool is_row_rule(const char *text);

#endif
