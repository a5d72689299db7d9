/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mutation of JSON that stays JSON: one value in it becomes another, odd
 * one, a copy of its neighbour, or is left out.
 */
#ifndef JSON_MUTATOR_H
#define JSON_MUTATOR_H

#include "jsondoc.h"

/* A small generator of random numbers (Marsaglia 2003, xorshift). */
static inline uint32_t
draw(uint32_t *state, uint32_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return (*state % n);
}

static inline json_t *
odd_value(uint32_t *state)
{
	static const char *const values[] = {
		"null", "true", "0", "-1", "1", "2", "4294967296",
		"-9223372036854775808", "9223372036854775807", "0.5", "1e308",
		"\"\"", "\"nan\"", "\"inf\"", "\"int\"", "\"string\"",
		"\"vector\"", "\"target\"", "\"species\"", "[]", "{}",
		"[[]]", "[0]", "[1e300,-1e300]", "[\"a\",\"a\"]", "[null]"
	};
	const char *z = values[draw(state, sizeof(values) / sizeof(*values))];

	return (json_loads(z, JSON_DECODE_ANY, NULL));
}

/* One item of the array changes. */
static inline void
change_item(json_t *array, size_t i, uint32_t *state)
{
	size_t n = json_array_size(array);

	switch (draw(state, 4)) {
	case 0:
		json_array_remove(array, i);
		break;
	case 1:
		json_array_insert(array, i, json_array_get(array,
		    draw(state, (uint32_t)n)));
		break;
	default:
		json_array_set_new(array, i, odd_value(state));
	}
}

static inline void
change_member(json_t *object, const char *key, uint32_t *state)
{
	if (draw(state, 4) == 0)
		json_object_del(object, key);
	else
		json_object_set_new(object, key, odd_value(state));
}

/* Walk down at random, and change what is there. */
static inline void
json_mutate(json_t *v, uint32_t *state)
{
	const char *key = NULL;
	json_t *item, *child = NULL;
	size_t i, k;

	if (json_array_size(v) > 0) {
		i = draw(state, (uint32_t)json_array_size(v));
		child = json_array_get(v, i);
		if (draw(state, 5) == 0 || (json_array_size(child) == 0 &&
		    json_object_size(child) == 0)) {
			change_item(v, i, state);
			return;
		}
	} else if (json_object_size(v) > 0) {
		k = draw(state, (uint32_t)json_object_size(v));
		json_object_foreach(v, key, item) {
			child = item;
			if (k-- == 0)
				break;
		}
		if (draw(state, 5) == 0 || (json_array_size(child) == 0 &&
		    json_object_size(child) == 0)) {
			change_member(v, key, state);
			return;
		}
	}
	if (child != NULL)
		json_mutate(child, state);
}

#endif
