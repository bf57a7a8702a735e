// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace retort::plan {

/// What a database can do by itself, as data. Every dialect answers every question (no defaults);
/// `legalize` rewrites what is answered no.
struct Capabilities {
    bool alter_column;    ///< type, default, not null, identity of an existing column
    bool add_constraint;  ///< and drop, rename, validate: alter table … constraint
    bool add_any_column;  ///< add column with any default, not null, generated, inline key
    bool drop_column;     ///< where nothing else uses it
    bool rename_column;
    bool rename_index;
    bool enum_types;         ///< else: text with a named check, kept in step
    bool drop_enum_value;    ///< else the type is made anew
    bool procedural_blocks;  ///< DO blocks, so batches and conditional pieces
    bool concurrent_indexes;
    bool schemas;
    bool sequences;
    bool domains;
    bool extensions;
    bool routines;
    bool row_security;
    bool grants;
    bool materialized_views;
    bool exclusion_constraints;
};

}  // namespace retort::plan
