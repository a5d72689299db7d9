/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the answers of a server: the same, however they are cut. */
#include "http_answer.h"

#include "fuzz.h"

/* Take all answers, step bytes at a time; what came of them as one number. */
static uint64_t
take_all(const char *p, size_t n, size_t step)
{
	struct http_answer a;
	uint64_t seen = 0;
	ptrdiff_t k = 0;

	http_answer_init(&a);
	for (size_t at = 0; at < n; at += (size_t)k) {
		k = http_answer_take(&a, p + at, n - at < step ? n - at : step);
		if (k == -1) {
			seen = seen * 31 + 7;
			break;
		}
		FUZZ_CHECK((size_t)k <= n - at);
		if (a.place == HTTP_DONE) {
			seen = seen * 31 + (uint64_t)a.status + a.n_bytes;
			http_answer_clear(&a);
		}
	}
	http_answer_release(&a);
	return (seen);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *p = (const char *)data;

	FUZZ_CHECK(take_all(p, n, n) == take_all(p, n, 1));
	FUZZ_CHECK(take_all(p, n, n) == take_all(p, n, 7));
	return (0);
}
