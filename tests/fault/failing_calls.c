/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * To be preloaded: one call to the C library fails, as it would when memory or
 * disk are at an end.
 *
 *	FAIL_CALL	malloc (also calloc, realloc), read, write (also pread,
 *			pwrite), close, fsync or rename
 *	FAIL_AT		the how manieth of them fails, from 1, counted from
 *			the start of main; 0: none
 *	FAIL_TOLD	file into which the number of calls is written at the
 *			end, if the process gets so far
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *failing;	/* NULL until main begins */
static long fail_at;
static atomic_long n_calls;

/* Is it the turn of this call? */
static int
is_due(const char *call)
{
	if (failing == NULL || strcmp(call, failing) != 0)
		return (0);
	return (atomic_fetch_add(&n_calls, 1) + 1 == fail_at);
}

/* libarchive 3.6 ends the process, or crashes, where it has no memory for
   itself; what it asks for is not counted. */
static int
is_due_memory(const void *caller)
{
	Dl_info info;

	if (failing == NULL || strcmp("malloc", failing) != 0)
		return (0);
	if (dladdr(caller, &info) != 0 &&
	    strstr(info.dli_fname, "libarchive") != NULL)
		return (0);
	return (is_due("malloc"));
}

#define IS_DUE_MEMORY is_due_memory(__builtin_return_address(0))

static void *
next_symbol(const char *name)
{
	void *p = dlsym(RTLD_NEXT, name);

	if (p == NULL)
		abort();
	return (p);
}

/* dlsym may allocate: the allocators of glibc are called by their names. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static void *
no_memory(void)
{
	errno = ENOMEM;
	return (NULL);
}

void *
malloc(size_t n)
{
	return (IS_DUE_MEMORY ? no_memory() : __libc_malloc(n));
}

void *
calloc(size_t n, size_t size)
{
	return (IS_DUE_MEMORY ? no_memory() : __libc_calloc(n, size));
}

void *
realloc(void *p, size_t n)
{
	return (IS_DUE_MEMORY ? no_memory() : __libc_realloc(p, n));
}

static int
io_error(int number)
{
	errno = number;
	return (-1);
}

ssize_t
read(int fd, void *p, size_t n)
{
	ssize_t (*real)(int, void *, size_t) = next_symbol("read");

	return (is_due("read") ? io_error(EIO) : real(fd, p, n));
}

ssize_t
write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = next_symbol("write");

	return (is_due("write") ? io_error(ENOSPC) : real(fd, p, n));
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	ssize_t (*real)(int, void *, size_t, off_t) = next_symbol("pread");

	return (is_due("read") ? io_error(EIO) : real(fd, p, n, at));
}

ssize_t
pwrite(int fd, const void *p, size_t n, off_t at)
{
	ssize_t (*real)(int, const void *, size_t, off_t) =
	    next_symbol("pwrite");

	return (is_due("write") ? io_error(ENOSPC) : real(fd, p, n, at));
}

/* The descriptor is gone all the same, as on Linux. */
int
close(int fd)
{
	int (*real)(int) = next_symbol("close");
	int due = is_due("close"), r = real(fd);

	return (due ? io_error(EIO) : r);
}

int
fsync(int fd)
{
	int (*real)(int) = next_symbol("fsync");

	return (is_due("fsync") ? io_error(EIO) : real(fd));
}

int
rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) = next_symbol("rename");

	return (is_due("rename") ? io_error(EACCES) : real(from, to));
}

static void
tell(void)
{
	const char *path = getenv("FAIL_TOLD");
	long n = n_calls;
	FILE *f;

	failing = NULL;
	if (path != NULL && (f = fopen(path, "w")) != NULL) {
		fprintf(f, "%ld\n", n);
		fclose(f);
	}
}

int __libc_start_main(int (*)(int, char **, char **), int, char **,
    void (*)(void), void (*)(void), void (*)(void), void *);

/* Where a program begins: what loading it allocates is not counted. */
int
__libc_start_main(int (*main)(int, char **, char **), int argc, char **argv,
    void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
    void *stack_end)
{
	int (*real)(int (*)(int, char **, char **), int, char **,
	    void (*)(void), void (*)(void), void (*)(void), void *) =
	    next_symbol("__libc_start_main");
	const char *at = getenv("FAIL_AT");

	atexit(tell);
	fail_at = at != NULL ? strtol(at, NULL, 10) : 0;
	failing = getenv("FAIL_CALL");
	return (real(main, argc, argv, init, fini, rtld_fini, stack_end));
}
