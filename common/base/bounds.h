/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What input may be at most, so that memory follows its length: a constant
 * and a multiple of what was read.  Each has a test in tests/fault/bounds.sh.
 * Bounds that a user can set are options of mlc-serve.
 */
#ifndef BOUNDS_H
#define BOUNDS_H

/* A column's name, with the dots of nested ones; all names of a table; their
   number.  Names of nested members repeat those that they are in, so a text
   could have names of its length squared. */
#define BOUND_NAME 65535u
#define BOUND_NAMES (16u << 20)
#define BOUND_COLUMNS 65536u

/* Values of a vector, which are there for a missing one, too; and of all the
   vectors of a row. */
#define BOUND_WIDTH (1u << 20)
#define BOUND_ROW (4u << 20)

/* Values of a batch, but for its first row: where there are many columns the
   batches have fewer rows. Those of all batches that are typed at one time. */
#define BOUND_BATCH (2u << 20)
#define BOUND_BATCHES (4u << 20)

/* Bytes that are kept of the name of a column which the model does not have. */
#define BOUND_UNKNOWN 200u

/* Rows times the model's columns of a request: a row may be two bytes. */
#define BOUND_REQUEST (16u << 20)

/* Brackets of a JSON text, beyond which there is one to eight bytes at most: an
   empty object takes two bytes, and hundreds in memory. */
#define BOUND_BRACKETS (64u << 10)
#define BOUND_BRACKETS_BYTES 8u

/* Of a model file: how many times its size all members may have, and those of
   JSON, beyond a first piece; and those of JSON in any case, which a model of
   many columns may have more of, in times its size. */
#define BOUND_RATIO 200u
#define BOUND_RATIO_FREE (16u << 20)
#define BOUND_JSON_RATIO 50u
#define BOUND_JSON_FREE (4u << 20)
#define BOUND_JSON (64u << 20)
#define BOUND_JSON_MANY 10u

/* How many times its size a compressed body of a batch may announce, beyond a
   first piece. */
#define BOUND_BODY_RATIO 1000u
#define BOUND_BODY_FREE (64u << 20)

/* Steps of a recipe; and the columns before each of them, together. */
#define BOUND_STEPS 4096u
#define BOUND_STEP_COLUMNS (4u << 20)

#endif
