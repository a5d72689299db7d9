/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any bytes as the body of a request: the first one picks the route and the
 * type of the content.  The model is the file that FUZZ_MODEL names.
 */
#include "exchange.h"
#include "json_cursor.h"

#include "fuzz.h"

static struct serving serving = {
	.log = LOG_FILE_NONE, .access_log = LOG_FILE_NONE
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *model = getenv("FUZZ_MODEL");
	struct diag d = DIAG_INIT;

	(void)argc, (void)argv;
	FUZZ_CHECK(model != NULL);
	registry_init(&serving.models, 1000, 0);
	if (registry_add(&serving.models, model, &d) == -1) {
		fprintf(stderr, "%s\n", d.text);
		exit(2);
	}
	return (0);
}

/* Every reply is of a known status; one of JSON is JSON. */
static void
check_reply(const struct exchange *x, int status)
{
	struct diag d = DIAG_INIT;

	FUZZ_CHECK(status == 200 || status == 400 || status == 415 ||
	    status == 422);
	FUZZ_CHECK(x->reply_type != NULL);
	if (strcmp(x->reply_type, "application/json") != 0)
		return;
	FUZZ_CHECK(json_check(x->reply.buf, x->reply.len, &d) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const paths[] = {
		"/invocations", "/v1/models/model:predict",
		"/v2/models/model/infer"
	};
	struct exchange x = { .serving = &serving, .method = "POST" };

	if (n == 0)
		return (0);
	fuzz_memory_begin();
	x.path = paths[*p % 3];
	x.accept = (*p & 32) != 0 ? "text/csv" : NULL;
	serving.strict = (*p & 16) != 0;
	x.content_type = (*p & 64) != 0 ? "text/csv" : "application/json";
	x.body = (const char *)p + 1;
	x.n_body = n - 1;
	check_reply(&x, exchange_run(&x));
	str_release(&x.reply);
	str_release(&x.answered_by);
	fuzz_memory_check(n, 64);
	return (0);
}
