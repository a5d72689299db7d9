/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Room for arrays that may be longer than the memory that a tool was given: on
 * the heap up to a limit, beyond it in unlinked temporary files ($TMPDIR or
 * /tmp) that are mapped.  An array is used as any other, by all threads; a
 * thread of the room's own lets go of the pages that were touched, so that few
 * of them are resident however long the arrays are.  Best used from one end to
 * the other.
 *
 * A room of NULL is the heap without a limit; so is a room whose file system is
 * full.  Arrays below ROOM_SMALL bytes are on the heap and do not count.  Out
 * of memory is as in mem.h; nothing else can fail.  One thread takes and gives
 * back.
 */
#ifndef ROOM_H
#define ROOM_H

#include <stddef.h>
#include <stdint.h>

#define ROOM_SMALL ((size_t)1 << 20)
#define ROOM_RESIDENT ((uint64_t)32 << 20)	/* of what is mapped, about */

struct room;

struct room *room_new(uint64_t heap_limit);
void room_free(struct room *);		/* after its arrays */

/* n objects of the size, not cleared. */
void *room_alloc(struct room *, size_t n, size_t size);
/* As mem_grow: room for need objects in p of capacity *cap. */
void *room_grow(struct room *, void *p, size_t *cap, size_t need,
    size_t size);
void room_release(struct room *, void *p);	/* NULL is fine */

#endif
