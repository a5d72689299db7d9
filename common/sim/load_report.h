/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a load came to, as tables and for people. Nothing here can fail. */
#ifndef LOAD_REPORT_H
#define LOAD_REPORT_H

#include "load.h"

/* A row a measure: measure, value. */
struct stream *load_report(const struct load_result *);

/* A row for each bucket of the latencies that is not empty: upto_ms, requests,
   share of them up to here. */
struct stream *load_report_histogram(const struct load_result *);

/* The latencies by powers of two, as lines with bars. */
void load_report_bars(const struct load_result *, struct str *out);

#endif
