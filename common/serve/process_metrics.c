/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "numtext.h"
#include "prom_text.h"

#include "process_metrics.h"

static void
add(const char *name, const char *type, const char *help, double value,
    struct str *out)
{
	prom_help(name, type, help, out);
	str_addf(out, "%s ", name);
	prom_number(value, out);
	str_addc(out, '\n');
}

/* The whole of a short file of /proc, as a string. */
static bool
read_file(const char *path, char *to, size_t max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd == -1 ? -1 : read(fd, to, max - 1);

	if (fd != -1)
		close(fd);
	to[n > 0 ? n : 0] = '\0';
	return (n > 0);
}

/* The field of /proc/self/stat, from 3 on, behind the name in brackets; see
   proc(5). */
static double
stat_field(const char *stat, int which)
{
	const char *p = strrchr(stat, ')');
	double value = 0;
	size_t n;

	for (int i = 2; p != NULL && i < which; i++) {
		p = strchr(p, ' ');
		p = p != NULL ? p + 1 : NULL;
	}
	n = p != NULL ? strcspn(p, " \n") : 0;
	return (n > 0 && parse_float(p, n, &value) == 0 ? value : 0);
}

/* When the system began, in seconds since 1970. */
static double
boot_time(void)
{
	struct timespec wall, since;

	clock_gettime(CLOCK_REALTIME, &wall);
	clock_gettime(CLOCK_BOOTTIME, &since);
	return ((double)(wall.tv_sec - since.tv_sec) +
	    (double)(wall.tv_nsec - since.tv_nsec) / 1e9);
}

static void
add_descriptors(struct str *out)
{
	struct rlimit l;
	double n = -3;		/* ".", ".." and the folder's own */
	DIR *dir = opendir("/proc/self/fd");

	if (dir == NULL)
		return;
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	add("process_open_fds", "gauge", "Open file descriptors.", n, out);
	if (getrlimit(RLIMIT_NOFILE, &l) == 0)
		add("process_max_fds", "gauge", "The limit of them.",
		    (double)l.rlim_cur, out);
}

void
process_metrics_write(struct str *out)
{
	const double tick = (double)sysconf(_SC_CLK_TCK);
	const double page = (double)sysconf(_SC_PAGESIZE);
	struct timespec cpu;
	char stat[1024];

	if (!read_file("/proc/self/stat", stat, sizeof(stat)))
		return;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	add("process_cpu_seconds_total", "counter", "User and system time.",
	    (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9, out);
	add("process_resident_memory_bytes", "gauge", "Resident memory.",
	    stat_field(stat, 24) * page, out);
	add("process_virtual_memory_bytes", "gauge", "Memory that is mapped.",
	    stat_field(stat, 23), out);
	add("process_threads", "gauge", "Threads.", stat_field(stat, 20), out);
	add("process_start_time_seconds", "gauge", "When it began, in seconds "
	    "since 1970.", boot_time() + stat_field(stat, 22) / tick, out);
	add_descriptors(out);
}
