// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/script/script.h"
#include "dialects/postgresql/expressions.h"

#include <string>
#include <vector>

namespace retort::dialects::postgresql {

/// Guard, version table, transactions and the record of split revisions, in plain SQL that fails
/// closed: whatever goes wrong, a client that ignores it gets no further (docs/scripts.md).
class Frame final : public script::ScriptFrame {
public:
    explicit Frame(std::string search_path_schema) : schema_(std::move(search_path_schema)) {}

    [[nodiscard]] std::string prologue(const script::Script& script,
                                       const std::vector<script::Segment>& segments) const override;
    [[nodiscard]] std::string open(const script::Script& script,
                                   const std::vector<script::Segment>& segments,
                                   std::size_t segment) const override;
    [[nodiscard]] std::string begin_part(const script::Script& script,
                                         const std::vector<script::Segment>& segments,
                                         std::size_t segment, std::size_t part) const override;
    [[nodiscard]] std::string statement(const script::Script& script,
                                        const std::vector<script::Segment>& segments,
                                        std::size_t segment, std::size_t part,
                                        const script::SqlStatement& statement) const override;
    [[nodiscard]] std::string finish_part(const script::Script& script,
                                          const std::vector<script::Segment>& segments,
                                          std::size_t segment, std::size_t part) const override;
    [[nodiscard]] std::string close(const script::Script& script,
                                    const std::vector<script::Segment>& segments,
                                    std::size_t segment) const override;
    [[nodiscard]] std::string epilogue(const script::Script& script,
                                       const std::vector<script::Segment>& segments) const override;

private:
    std::string schema_;
};

/// `CREATE TABLE IF NOT EXISTS alembic_version (…)` with its `;` and a line end.
[[nodiscard]] std::string create_version_table_sql(const script::ScriptOptions& options);
/// The query that reports the version rows.
[[nodiscard]] std::string current_query_sql(const script::ScriptOptions& options);

}  // namespace retort::dialects::postgresql
