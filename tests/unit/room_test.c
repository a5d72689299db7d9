/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays in files are arrays, and few of their pages are resident. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "mem.h"
#include "room.h"

#define N ((size_t)12 << 20)	/* 96 MiB of numbers */

static uint64_t
resident_of_files(void)
{
	FILE *f = fopen("/proc/self/statm", "r");
	unsigned long long pages = 0;

	if (f == NULL || fscanf(f, "%*u %*u %llu", &pages) != 1)
		pages = 0;
	if (f != NULL)
		(void)fclose(f);
	return (pages * (uint64_t)sysconf(_SC_PAGESIZE));
}

/* What was touched is let go of, and is there again. */
static void
test_files(void)
{
	struct room *r = room_new(0);
	uint64_t *v = room_alloc(r, N, sizeof(*v));
	size_t wrong = 0;

	for (size_t i = 0; i < N; i++)
		v[i] = i * 0x9e3779b97f4a7c15u;
	for (int i = 0; i < 5000 && resident_of_files() > ROOM_RESIDENT; i++)
		(void)usleep(1000);
	CHECK(resident_of_files() <= ROOM_RESIDENT);
	for (size_t i = 0; i < N; i++)
		wrong += v[i] != i * 0x9e3779b97f4a7c15u;
	CHECK_INT(wrong, 0);
	room_release(r, v);
	room_free(r);
}

/* From the heap to a file, with what was in it. */
static void
test_growth(void)
{
	struct room *r = room_new(4 << 20);
	uint32_t *v = NULL;
	size_t cap = 0, wrong = 0;

	for (uint32_t i = 0; i < 3000000; i++) {
		v = room_grow(r, v, &cap, (size_t)i + 1, sizeof(*v));
		v[i] = i;
	}
	for (uint32_t i = 0; i < 3000000; i++)
		wrong += v[i] != i;
	CHECK_INT(wrong, 0);
	room_release(r, v);
	room_release(r, NULL);
	room_free(r);
}

/* No directory for files, no room: the heap. */
static void
test_heap(void)
{
	struct room *r = room_new(0);
	char *v, *w;

	CHECK(setenv("TMPDIR", "/nonexistent", 1) == 0);
	v = room_alloc(r, ROOM_SMALL, 2);
	w = room_alloc(NULL, 2, 1);
	v[2 * ROOM_SMALL - 1] = w[1] = 1;
	CHECK_INT(v[2 * ROOM_SMALL - 1], w[1]);
	room_release(r, v);
	room_release(NULL, w);
	room_free(r);
}

int
main(void)
{
	test_files();
	test_growth();
	test_heap();
	return (check_done());
}
