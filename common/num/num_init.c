/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cblas.h>
#include <gsl/gsl_errno.h>

#include "mem.h"

#include "num_init.h"

/* What OpenBLAS maps for a thread that multiplies: 32 << 22 bytes. */
#define BLAS_BUFFER ((size_t)129 << 20)

void
num_init(void)
{
	gsl_set_error_handler_off();
	openblas_set_num_threads(1);
}

void
num_need_room(int n_threads)
{
	size_t n = (size_t)n_threads * BLAS_BUFFER;
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		mem_die();
	munmap(p, n);
}

/*
 * As it is loaded, before main, OpenBLAS starts a thread a processor.  They
 * are of no use here, take signals that are not meant for them, and where
 * memory is limited each of them asks for a buffer for ever.  So it is shown
 * one processor: what is in .preinit_array runs before the constructors of
 * libraries.  (The environment could say the same, but is only put in place by
 * the C library's own constructor.)  Where a loader knows no .preinit_array,
 * nothing is changed.
 */
static cpu_set_t given;
static long given_bytes;

static void __attribute__((no_sanitize("address", "undefined")))
show_one_processor(void)
{
	cpu_set_t one;
	size_t i = 0;

	given_bytes = syscall(SYS_sched_getaffinity, 0, sizeof(given), &given);
	if (given_bytes <= 0)
		return;
	while (i < CPU_SETSIZE && !CPU_ISSET(i, &given))
		i++;
	CPU_ZERO(&one);
	CPU_SET(i, &one);
	syscall(SYS_sched_setaffinity, 0, sizeof(one), &one);
}

static void __attribute__((constructor))
show_all_processors(void)
{
	if (given_bytes > 0)
		syscall(SYS_sched_setaffinity, 0, (size_t)given_bytes, &given);
}

static void (*before_libraries)(void)
    __attribute__((section(".preinit_array"), used)) = show_one_processor;
