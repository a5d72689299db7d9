/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the tar archive of a model file, which is compressed here, or
 * no change of a byte would come through.
 */
#include <archive.h>
#include <archive_entry.h>

#include "bundle.h"
#include "mem.h"

#include "fuzz.h"

static size_t
compress_bytes(const uint8_t *p, size_t n, char *to, size_t room)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	size_t used = 0;

	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_pathname(e, "x");
	FUZZ_CHECK(archive_write_set_format_raw(a) == ARCHIVE_OK &&
	    archive_write_add_filter_zstd(a) == ARCHIVE_OK &&
	    archive_write_set_bytes_in_last_block(a, 1) == ARCHIVE_OK &&
	    archive_write_open_memory(a, to, room, &used) == ARCHIVE_OK &&
	    archive_write_header(a, e) == ARCHIVE_OK &&
	    archive_write_data(a, p, n) == (la_ssize_t)n &&
	    archive_write_close(a) == ARCHIVE_OK);
	archive_write_free(a);
	archive_entry_free(e);
	return (used);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t room = n + (1 << 16);
	char *packed = mem_alloc(room, 1);
	size_t n_packed = compress_bytes(p, n, packed, room);
	struct diag d = DIAG_INIT;
	struct bundle b;

	fuzz_memory_begin();
	if (fuzz_ok(bundle_parse(packed, n_packed, "input", &b, &d), &d))
		bundle_release(&b);
	fuzz_memory_check(n, 64);
	free(packed);
	return (0);
}
