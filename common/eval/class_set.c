/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "class_set.h"

bool
class_set_holds(const char *set, size_t n, const char *name, size_t name_len)
{
	const char *end = set + n, *bar;

	for (; set <= end && n > 0; set = bar + 1) {
		bar = memchr(set, CLASS_SET_SEPARATOR, (size_t)(end - set));
		if (bar == NULL)
			bar = end;
		if ((size_t)(bar - set) == name_len &&
		    memcmp(set, name, name_len) == 0)
			return (true);
	}
	return (false);
}

size_t
class_set_size(const char *set, size_t n)
{
	size_t size = n > 0;

	for (size_t i = 0; i < n; i++)
		size += set[i] == CLASS_SET_SEPARATOR;
	return (size);
}
