/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The handlers of all routes; exchange.c has the table.
 */
#ifndef PROTO_H
#define PROTO_H

#include "exchange.h"

/* MLflow's scoring server: proto_mlflow.c */
exchange_handler mlflow_invocations, mlflow_ping, mlflow_version;

/* {"predictions": ...}, or a CSV, for rows in one of MLflow's shapes. */
int mlflow_predict(struct exchange *,
    int (*read)(struct request_table *, const struct request_body *,
    struct diag *), struct diag *);

/* The Open Inference Protocol, version 2: proto_v2.c */
exchange_handler v2_server, v2_live, v2_ready, v2_models, v2_model,
    v2_model_ready, v2_infer, v2_repository_index, v2_repository_load;

/* KServe's version 1: proto_v1.c */
exchange_handler v1_models, v1_model, v1_predict;

/* Pages for Prometheus and for people: proto_page.c */
exchange_handler metrics_page, start_page;

/* Of the routes themselves: proto_openapi.c */
exchange_handler openapi_document;

/* Of models; NULL behind the last one. */
const struct route *exchange_route(size_t);

#endif
