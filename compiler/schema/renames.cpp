// SPDX-License-Identifier: Apache-2.0
#include "compiler/schema/renames.h"

#include "compiler/schema/apply.h"

#include <algorithm>
#include <map>
#include <utility>

namespace retort::schema {
namespace {

Operation operation_of(OperationKind kind, Span where) {
    return Operation{std::move(kind), where};
}

/// The statement that a renaming stands for; nullopt where it was done already or cannot be.
std::optional<Operation> statement_of(const Renaming& renaming, const Schema& schema,
                                      Diagnostics& diagnostics) {
    if (renaming.column.empty()) {
        if (schema.find_table(renaming.table) != nullptr) { return std::nullopt; }
        if (schema.find_table(renaming.old_table) == nullptr) {
            diagnostics.report(diag::NothingToRename, renaming.where, "table",
                               renaming.old_table.text(), renaming.table.text());
            return std::nullopt;
        }
        return operation_of(RenameTable{renaming.old_table, Name(renaming.table.name)},
                            renaming.where);
    }
    const Table* table = schema.find_table(renaming.table);
    if (table != nullptr && table->find_column(renaming.column.text) != nullptr) {
        return std::nullopt;
    }
    if (table == nullptr || table->find_column(renaming.old_column.text) == nullptr) {
        diagnostics.report(diag::NothingToRename, renaming.where, "column",
                           renaming.table.text() + "." + renaming.old_column.text,
                           renaming.column.text);
        return std::nullopt;
    }
    AlterTable alter;
    alter.table = table->name;
    alter.actions.emplace_back(
        RenameColumn{Name(renaming.old_column.text), Name(renaming.column.text)});
    return operation_of(std::move(alter), renaming.where);
}

/// A table's columns in words: two tables with the same are likely to be one.
std::string columns_text(const Table& table) {
    std::string text;
    for (const Column& column : table.columns) {
        text += column.name.text + " " + type_text(column.type) + "\n";
    }
    return text;
}

void report_tables(const Schema& from, const Schema& to, Diagnostics& diagnostics) {
    std::map<std::string, std::vector<const Table*>> gone;
    std::vector<const Table*> fresh;
    for_each_difference(from.tables, to.tables,
                        [&](const QualifiedName&, const Shared<Table>* a, const Shared<Table>* b) {
                            if (b == nullptr) { gone[columns_text(**a)].push_back(a->get()); }
                            if (a == nullptr) { fresh.push_back(b->get()); }
                        });
    for (const Table* table : fresh) {
        const auto same = gone.find(columns_text(*table));
        if (same == gone.end() || same->second.size() != 1) { continue; }
        const std::string old = same->second.front()->name.text();
        diagnostics
            .report(diag::LooksRenamed, table->origin.created, "table", old, table->name.text())
            .help("if it is, write `renamed from " + old + "` behind the name, or pass `--rename " +
                  old + "=" + table->name.text() + "`");
    }
}

void report_columns(const Table& from, const Table& to, Diagnostics& diagnostics) {
    const auto missing_in = [](const Table& table) {
        return [&table](const Column& column) {
            return table.find_column(column.name.text) == nullptr;
        };
    };
    for (const Column& fresh : to.columns) {
        if (!missing_in(from)(fresh)) { continue; }
        std::vector<const Column*> candidates;
        for (const Column& old : from.columns) {
            const bool same = old.type == fresh.type && old.not_null == fresh.not_null &&
                              old.generated == fresh.generated;
            if (same && missing_in(to)(old)) { candidates.push_back(&old); }
        }
        if (candidates.size() != 1) { continue; }
        const std::string& old = candidates.front()->name.text;
        diagnostics
            .report(diag::LooksRenamed, fresh.name.span, "column", to.name.text() + "." + old,
                    fresh.name.text)
            .help("if it is, write `renamed from " + old +
                  "` behind the column's name, or pass `--rename " + to.name.text() + "." + old +
                  "=" + fresh.name.text + "`");
    }
}

}  // namespace

std::vector<Renaming> written_renamings(const std::vector<Operation>& operations) {
    std::vector<Renaming> tables;
    std::vector<Renaming> columns;
    for (const Operation& operation : operations) {
        if (const auto* block = std::get_if<OnDialect>(&operation.kind)) {
            for (Renaming& each : written_renamings(block->body)) {
                (each.column.empty() ? tables : columns).push_back(std::move(each));
            }
        }
        const auto* create = std::get_if<CreateTable>(&operation.kind);
        if (create == nullptr) { continue; }
        if (!create->renamed_from.empty()) {
            QualifiedName old = create->renamed_from;
            if (old.schema.empty()) { old.schema = create->name.schema; }
            const Span where = old.span;
            tables.push_back({std::move(old), Name(), create->name, Name(), where});
        }
        for (const TableElement& element : create->elements) {
            const auto* definition = std::get_if<ColumnDefinition>(&element);
            if (definition == nullptr || definition->renamed_from.empty()) { continue; }
            columns.push_back({QualifiedName(), definition->renamed_from, create->name,
                               definition->column.name, definition->renamed_from.span});
        }
    }
    // A column is renamed in its table's new name.
    std::move(columns.begin(), columns.end(), std::back_inserter(tables));
    return tables;
}

std::vector<Operation> apply_renamings(const std::vector<Renaming>& renamings, Schema& schema,
                                       const NamingRules& naming, Diagnostics& diagnostics) {
    std::vector<Operation> operations;
    for (const Renaming& renaming : renamings) {
        std::optional<Operation> operation = statement_of(renaming, schema, diagnostics);
        if (!operation || !apply(*operation, schema, naming, diagnostics)) { continue; }
        operations.push_back(std::move(*operation));
    }
    return operations;
}

Schema with_sequences_of(const Schema& from, Schema to) {
    using Owner = std::pair<QualifiedName, std::string>;
    const auto owner_of = [](const Sequence& sequence) {
        return Owner(*sequence.options.owned_table, sequence.options.owned_column.text);
    };
    std::map<Owner, QualifiedName> names;
    for_each_difference(
        from.sequences, to.sequences,
        [&](const QualifiedName& name, const Shared<Sequence>* a, const Shared<Sequence>* b) {
            if (b == nullptr && (*a)->implicit) { names[owner_of(**a)] = name; }
        });
    if (names.empty()) { return to; }
    std::vector<Sequence> renamed;
    to.sequences.for_each([&](const QualifiedName& name, const Shared<Sequence>& sequence) {
        if (!sequence->implicit) { return; }
        const auto old = names.find(owner_of(*sequence));
        if (old == names.end() || old->second == name) { return; }
        renamed.push_back(*sequence);
    });
    for (Sequence& sequence : renamed) {
        const QualifiedName table = *sequence.options.owned_table;
        to.sequences.erase(sequence.name);
        to.references.erase({table, sequence.name});
        const QualifiedName name = names[owner_of(sequence)];
        sequence.name = name;
        to.references.set({table, name}, true);
        to.sequences.set(name, Shared<Sequence>(std::move(sequence)));
    }
    return to;
}

void report_likely_renames(const Schema& from, const Schema& to, Diagnostics& diagnostics) {
    report_tables(from, to, diagnostics);
    for_each_difference(from.tables, to.tables,
                        [&](const QualifiedName&, const Shared<Table>* a, const Shared<Table>* b) {
                            if (a != nullptr && b != nullptr) {
                                report_columns(**a, **b, diagnostics);
                            }
                        });
}

}  // namespace retort::schema
