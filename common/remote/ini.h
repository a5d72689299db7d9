/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of sections with lines "name = value", as ~/.config/mlc/sources and
 * ~/.aws/credentials are: "[section]" begins one, "#" and ";" a comment.
 */
#ifndef INI_H
#define INI_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct ini {
	char **names, **values;
	size_t n;
};

/* One section: 1, 0 where there is no such file or section, -1. A file that is
   private must be readable by its owner alone. To be released in any case. */
int ini_read(struct ini *, const char *path, const char *section,
    bool is_private, struct diag *) MUST_CHECK;
void ini_release(struct ini *);
/* NULL: not there. */
const char *ini_get(const struct ini *, const char *name);

/* A heap string: a file below $HOME. */
char *ini_path(const char *below_home);

#endif
