/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory: allocators that check n * size for overflow and never return NULL.
 *
 * Out of memory ends the process with status 2 after one line on stderr: no
 * stage of a pipeline can do anything better, and an atomic output is left
 * whole.  Sizes that come from input are to be checked by the reader first.
 */
#ifndef MEM_H
#define MEM_H

#include <stddef.h>

#include "diag.h"

/* For a program that ends with its data, and not for a server: what is freed
   stays with the process, up to a bound. */
void mem_keep_pages(void);

/* Out of memory, as told by someone else. */
void mem_die(void) __attribute__((noreturn));

/*
 * Call fn(ctx): out of memory in it, in this thread, makes this return -1
 * instead of ending the process.  fn must hold no lock while it allocates, and
 * what it has in variables of its own is lost; what hangs on ctx is as it was,
 * and is to be freed.
 */
int mem_try(void (*fn)(void *), void *ctx) MUST_CHECK;

/* n objects of the size; never NULL, also for n = 0. */
void *mem_alloc(size_t n, size_t size) __attribute__((malloc));
void *mem_calloc(size_t n, size_t size) __attribute__((malloc));
void *mem_realloc(void *p, size_t n, size_t size);

/* Make room for need objects in *p of capacity *cap; grows by half or more. */
void *mem_grow(void *p, size_t *cap, size_t need, size_t size);

char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);
void *mem_dup(const void *p, size_t n, size_t size);

#define MEM_NEW(type) ((type *)mem_calloc(1, sizeof(type)))

#endif
