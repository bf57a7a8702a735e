// SPDX-License-Identifier: Apache-2.0
#include "compiler/syntax/script_partitions.h"

#include "compiler/syntax/lower.h"
#include "compiler/syntax/scanner.h"

#include <algorithm>
#include <map>

namespace retort::syntax {
namespace {

using schema::Operation;

/// `alter index a attach partition b`: the name of a, else an empty one.
QualifiedName index_attached_to(const Operation& operation) {
    const auto* text = std::get_if<schema::SqlStatementText>(&operation.kind);
    if (text == nullptr || text->keyword != "alter index") { return {}; }
    Scan words;
    scan(text->text, ScanTo::EndOfFile, words);
    const auto word = [&](std::size_t i) {
        const RawToken& token = words.tokens[std::min(i, words.tokens.size() - 1)];
        return std::string_view(text->text).substr(token.begin, token.end - token.begin);
    };
    const auto name = [&](std::size_t i) {
        const std::string_view written = word(i);
        const bool quoted = written.size() > 2 && written.front() == '"';
        return quoted ? std::string(written.substr(1, written.size() - 2)) : lower(written);
    };
    const bool qualified = word(3) == ".";
    const std::size_t behind = qualified ? 5 : 3;
    if (!same_word(word(behind), "attach")) { return {}; }
    return qualified ? QualifiedName(name(2), name(4)) : QualifiedName(name(2));
}

/// The table that `alter table … attach partition` attaches another to, else null.
const QualifiedName* table_attached_to(const Operation& operation) {
    const auto* alter = std::get_if<schema::AlterTable>(&operation.kind);
    if (alter == nullptr || alter->actions.size() != 1) { return nullptr; }
    const auto* other = std::get_if<schema::OtherTableAction>(&alter->actions.front());
    const bool attach = other != nullptr && same_word(other->text.substr(0, 6), "attach");
    return attach ? &alter->table : nullptr;
}

}  // namespace

void attach_with_indexes(std::vector<Operation>& operations) {
    std::map<QualifiedName, std::size_t> partitions;
    std::map<QualifiedName, std::size_t> attached;
    for (const Operation& operation : operations) {
        if (const QualifiedName* table = table_attached_to(operation)) { ++partitions[*table]; }
        const QualifiedName index = index_attached_to(operation);
        if (!index.empty()) { ++attached[index]; }
    }
    for (Operation& operation : operations) {
        // Where no partition is, none is left out.
        auto* create = std::get_if<schema::CreateIndex>(&operation.kind);
        if (create != nullptr && partitions.count(create->table) == 0) {
            create->index.only = false;
        }
    }
    if (attached.empty()) { return; }
    std::vector<Operation> result;
    std::vector<Operation> tables;
    result.reserve(operations.size());
    const auto attach_tables = [&] {
        std::move(tables.begin(), tables.end(), std::back_inserter(result));
        tables.clear();
    };
    for (Operation& operation : operations) {
        if (table_attached_to(operation) != nullptr) {
            tables.push_back(std::move(operation));
            continue;
        }
        const QualifiedName index = index_attached_to(operation);
        if (!index.empty()) {
            attach_tables();
            continue;
        }
        if (auto* create = std::get_if<schema::CreateIndex>(&operation.kind)) {
            QualifiedName& name = create->index.name;
            // An index is made in its table's schema; what attaches it says which.
            const std::string& in = name.schema.empty() ? create->table.schema : name.schema;
            auto found = attached.find(QualifiedName(in, name.name));
            if (found == attached.end()) { found = attached.find(QualifiedName(name.name)); }
            const auto wanted = partitions.find(create->table);
            const bool whole = found != attached.end() && wanted != partitions.end() &&
                               found->second >= wanted->second;
            if (whole) { create->index.only = false; }
        }
        result.push_back(std::move(operation));
    }
    attach_tables();
    operations = std::move(result);
}

}  // namespace retort::syntax
