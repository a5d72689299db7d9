/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mlc-profile: a stream -> one row a column. */
#include "overview.h"

#include "tool.h"

static const struct option_def options[] = {
	{ OPTION_FLAG, 0, "histogram", NULL,
	    "a small bar chart of each number" },
	{ OPTION_END }
};

int
main(int argc, char **argv)
{
	bool histogram = false;
	struct tool t = {
		.name = "mlc-profile",
		.synopsis = "[options] [FILE...]",
		.summary = "Describe the columns of a table, one row each.",
		.shares = SHARE_OUTPUT | SHARE_ROLES | SHARE_THREADS |
		    SHARE_MEM | SHARE_LINEAGE | SHARE_PARTIAL |
		    SHARE_READ,
		.reports = true,
		.options = options,
		.own = &histogram
	};
	struct overview overview;
	struct diag d = DIAG_INIT;
	struct stream *in;

	tool_begin(&t, argc, argv);
	in = tool_open(&t, t.args, t.n_args, NULL);
	if (overview_read(in, t.crew, &overview, &d) == -1)
		tool_die(&t, &d);
	tool_write(&t, overview_report(&overview, histogram, in));
	overview_release(&overview);
	stream_close(in);
	return (tool_end(&t, 0));
}
