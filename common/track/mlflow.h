/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs as MLflow's file store, a folder mlruns, and back:
 *
 *	EXPERIMENT/meta.yaml		its name
 *	EXPERIMENT/RUN/meta.yaml	name, times, status
 *	EXPERIMENT/RUN/params/NAME	a value
 *	EXPERIMENT/RUN/tags/NAME	a text
 *	EXPERIMENT/RUN/metrics/NAME	lines of time, value and step
 *	EXPERIMENT/RUN/artifacts/...	files
 */
#ifndef MLFLOW_H
#define MLFLOW_H

#include "run.h"

/* What imports tell: that something is left out, and why. */
struct mlflow_import {
	void (*tell)(void *ctx, const char *what);
	void *ctx;
	size_t n_runs, n_there, n_left_out;
};

/* A run keeps its id. A run of an experiment goes into that of this name, any
   other one into the given; one that is there is written anew. */
int mlflow_export(const char *store, const json_t *runs,
    const char *experiment, const char *folder, struct diag *) MUST_CHECK;

/* All that are not deleted and were not imported before, each whole or not at
   all: one that cannot be read is told. */
int mlflow_import(const char *store, const char *folder,
    struct mlflow_import *, struct diag *) MUST_CHECK;

/* The members of a meta.yaml that are texts and numbers, all as texts: a new
   reference. */
int mlflow_read_meta(const char *path, json_t **out, struct diag *)
    MUST_CHECK;

#endif
