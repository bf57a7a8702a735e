// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/script/script.h"

namespace retort::dialects::sqlite {

/// Guards, transactions and version moves for SQLite (see guard.h for how they hold in a client
/// that goes on after errors). Foreign keys: enforced, so that data statements cascade as they do
/// on other databases; except where a table is made anew, when enforcement must be off and is
/// asserted to be, and a check at the end takes its place.
class SqliteFrame final : public script::ScriptFrame {
public:
    explicit SqliteFrame(int version) : version_(version) {}

    [[nodiscard]] std::string prologue(const script::Script& script,
                                       const std::vector<script::Segment>& segments) const override;
    [[nodiscard]] std::string open(const script::Script& script,
                                   const std::vector<script::Segment>& segments,
                                   std::size_t segment) const override;
    [[nodiscard]] std::vector<std::string> proofs_before(
        const script::Segment& segment, const script::SqlStatement& statement) const override;
    [[nodiscard]] std::vector<std::string> proofs_after(
        const script::Segment& segment, const script::SqlStatement& statement) const override;
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
    int version_;
};

}  // namespace retort::dialects::sqlite
