// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/import_downgrade.h"

#include "compiler/schema/changes.h"
#include "compiler/schema/invert.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace retort::importing {
namespace {

using revisions::DowngradeKind;
using schema::Operation;
using schema::Schema;

/// What is derived from the operations.
struct Derived {
    std::vector<std::size_t> untold;  ///< operations that do not say what undoes them
    bool leads_back = false;
};

Derived derive(const std::vector<AppliedOperation>& applied, const Schema& before,
               const Schema& after, const ImportRules& rules) {
    Derived derived;
    std::vector<Operation> operations;
    for (std::size_t i = applied.size(); i-- > 0;) {
        if (!applied[i].runs) { continue; }
        Diagnostics ignored;
        auto back = schema::invert(applied[i].applied, applied[i].before, ignored);
        if (!back) {
            derived.untold.push_back(i);
            continue;
        }
        std::move(back->begin(), back->end(), std::back_inserter(operations));
    }
    Schema state = after;
    std::vector<AppliedOperation> ignored;
    derived.leads_back = apply_operations(std::move(operations), rules, state, ignored).empty() &&
                         schema::list_differences(before, state, false).empty();
    return derived;
}

template <class Kind>
bool set_reverse(Operation& operation, const schema::Reverse& reverse) {
    auto* kind = std::get_if<Kind>(&operation.kind);
    if (kind == nullptr) { return false; }
    kind->reverse = reverse;
    return true;
}

/// Says what undoes a data statement: the other one, or nothing where there is none.
void tell(Operation& operation, const AppliedOperation* back) {
    if (auto* execute = std::get_if<schema::Execute>(&operation.kind)) {
        execute->reverse_nothing = back == nullptr;
        if (back == nullptr) { return; }
        const auto* raw = std::get_if<schema::Execute>(&back->written.kind);
        schema::RawSql sql;
        sql.texts.emplace_back("", std::string(back->printed));
        execute->reverse = raw != nullptr ? raw->up : std::move(sql);
        return;
    }
    schema::Reverse reverse;
    reverse.nothing = back == nullptr;
    if (back != nullptr) {
        reverse.operations.push_back(back->written);
        if (auto* raw = std::get_if<schema::Execute>(&reverse.operations.back().kind)) {
            raw->reverse_nothing = true;
        }
    }
    (void)(set_reverse<schema::InsertRows>(operation, reverse) ||
           set_reverse<schema::UpdateRows>(operation, reverse) ||
           set_reverse<schema::DeleteRows>(operation, reverse) ||
           set_reverse<schema::SqlStatementText>(operation, reverse));
}

void tell_nothing(std::vector<AppliedOperation>& applied, const std::vector<std::size_t>& which) {
    for (const std::size_t i : which) {
        tell(applied[i].written, nullptr);
        tell(applied[i].applied, nullptr);
    }
}

/// `d` for each data statement, `s` for all others between two of them.
template <class Iterator>
std::string pattern(Iterator begin, Iterator end) {
    std::string marks;
    for (; begin != end; ++begin) {
        const bool data = is_data(begin->written);
        if (data || marks.empty() || marks.back() != 's') { marks += data ? 'd' : 's'; }
    }
    return marks;
}

/// Where the way back mirrors the way up, each of its data statements undoes one.
bool pair_up(std::vector<AppliedOperation>& applied, const std::vector<AppliedOperation>& back) {
    if (pattern(applied.rbegin(), applied.rend()) != pattern(back.begin(), back.end())) {
        return false;
    }
    auto next = back.begin();
    for (std::size_t i = applied.size(); i-- > 0;) {
        if (!is_data(applied[i].written)) { continue; }
        next = std::find_if(next, back.end(), [](const auto& one) { return is_data(one.written); });
        const AppliedOperation& undoing = *next++;
        Diagnostics ignored;
        const auto own = schema::invert(applied[i].applied, applied[i].before, ignored);
        if (own && own->size() == 1 && own->front() == undoing.applied) { continue; }
        tell(applied[i].written, &undoing);
        tell(applied[i].applied, &undoing);
    }
    return true;
}

/// Whether the way back undoes rows only by deleting, in any order, exactly those that were
/// inserted: what is derived does the same.
bool deletes_what_was_inserted(const std::vector<AppliedOperation>& applied,
                               const std::vector<AppliedOperation>& back) {
    std::vector<const Operation*> deletes;
    for (const AppliedOperation& one : back) {
        if (is_data(one.written)) { deletes.push_back(&one.applied); }
    }
    const auto take = [&](const Operation& insert, const Schema& schema) {
        Diagnostics ignored;
        const auto own = schema::invert(insert, schema, ignored);
        if (!own || own->size() != 1) { return false; }
        const auto found = std::find_if(deletes.begin(), deletes.end(),
                                        [&](const Operation* one) { return *one == own->front(); });
        if (found == deletes.end()) { return false; }
        deletes.erase(found);
        return true;
    };
    for (const AppliedOperation& one : applied) {
        if (!is_data(one.written)) { continue; }
        const auto* insert = std::get_if<schema::InsertRows>(&one.applied.kind);
        if (insert == nullptr) { return false; }
        if (take(one.applied, one.before)) { continue; }
        for (const auto& row : insert->rows) {
            Operation single = one.applied;
            std::get<schema::InsertRows>(single.kind).rows = {row};
            if (!take(single, one.before)) { return false; }
        }
    }
    return deletes.empty();
}

/// The printed way back, applied to the model.
struct WayBack {
    std::vector<AppliedOperation> operations;
    std::string refusal;                   ///< why a statement does not fit
    std::vector<std::string> differences;  ///< from the schema before
    Schema end;
    bool has_data = false;
};

WayBack run_back(PrintedWayBack& printed, bool raw_sql, const Schema& before, const Schema& after,
                 const ImportRules& rules) {
    WayBack back;
    back.end = after;
    for (ReadStatement& statement : printed.statements) {
        const std::string_view text =
            printed.text.substr(statement.span.begin, statement.span.end - statement.span.begin);
        const std::size_t first = back.operations.size();
        std::string refusal = apply_statement(statement, rules, back.end, back.operations);
        if (!refusal.empty()) {
            if (back.refusal.empty()) { back.refusal = refusal; }
            // It may undo raw SQL, which the model does not know either.
            if (!raw_sql) { break; }
            keep_as_text(statement, text, std::move(refusal));
            (void)apply_operations(statement.operations, rules, back.end, back.operations);
        }
        for (std::size_t i = first; i < back.operations.size(); ++i) {
            back.operations[i].printed = text;
            back.has_data = back.has_data || is_data(back.operations[i].written);
        }
    }
    if (back.refusal.empty() || raw_sql) {
        back.refusal.clear();
        back.differences = schema::list_differences(before, back.end, false);
    }
    return back;
}

/// `a, b, …`.
std::string joined(const std::vector<std::string>& parts) {
    constexpr std::size_t kMost = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(parts.size(), kMost); ++i) {
        text += (i == 0 ? "" : ", ") + parts[i];
    }
    return parts.size() > kMost ? text + ", …" : text;
}

/// What is wrong with the printed way back; empty where nothing is.
std::string fault_of(const WayBack& back) {
    if (!back.refusal.empty()) { return "the printed downgrade does not run: " + back.refusal; }
    if (back.differences.empty()) { return {}; }
    return "the printed downgrade does not lead back: " + joined(back.differences);
}

void write_back(const WayBack& back, std::vector<Operation> more, revisions::Revision& revision) {
    revision.downgrade_kind = DowngradeKind::Written;
    for (const AppliedOperation& one : back.operations) {
        revision.downgrade.push_back(one.written);
    }
    std::move(more.begin(), more.end(), std::back_inserter(revision.downgrade));
}

void make_irreversible(revisions::Revision& revision, std::string reason) {
    revision.downgrade_kind = DowngradeKind::Irreversible;
    revision.irreversible_reason = std::move(reason);
}

/// What is missing at the end of the printed way back, where that completes it.
std::optional<std::vector<Operation>> completion(const WayBack& back, const Schema& before,
                                                 const ImportRules& rules) {
    if (!back.refusal.empty()) { return std::nullopt; }
    std::vector<Operation> more = schema::changes(back.end, before);
    Schema state = back.end;
    std::vector<AppliedOperation> ignored;
    if (!apply_operations(more, rules, state, ignored).empty() ||
        !schema::list_differences(before, state, false).empty()) {
        return std::nullopt;
    }
    return more;
}

}  // namespace

std::string choose_downgrade(std::vector<AppliedOperation>& applied, PrintedWayBack printed,
                             const Schema& before, const Schema& after, const ImportRules& rules,
                             revisions::Revision& revision) {
    const Derived derived = derive(applied, before, after, rules);
    const bool told = derived.untold.empty() && derived.leads_back;
    if (!printed.printed) {
        // Whoever refuses to undo rows knows more of them than their keys (a trigger changes them,
        // say). Schema is undone all the same.
        const bool refuses = !printed.missing_reason.empty() &&
                             std::any_of(applied.begin(), applied.end(),
                                         [](const auto& one) { return is_data(one.written); });
        if (told && !refuses) { return {}; }
        make_irreversible(revision,
                          printed.missing_reason.empty()
                              ? "Alembic printed no downgrade"
                              : "Alembic printed no downgrade: " + printed.missing_reason);
        return told
                   ? "irreversible: its downgrade refuses, and there are rows to undo"
                   : "irreversible: no downgrade is printed, and its statements do not tell theirs";
    }
    const bool raw_sql = std::any_of(applied.begin(), applied.end(), [](const auto& one) {
        return std::holds_alternative<schema::Execute>(one.written.kind) ||
               (std::holds_alternative<schema::SqlStatementText>(one.written.kind) &&
                is_data(one.written));
    });
    const WayBack back = run_back(printed, raw_sql, before, after, rules);
    const std::string fault = fault_of(back);
    if (!back.has_data) {
        if (told) { return fault.empty() ? fault : fault + "; the derived one is used"; }
        if (fault.empty() || !back.operations.empty()) {
            std::vector<AppliedOperation> complete = applied;
            tell_nothing(complete, derived.untold);
            const Derived completed = derive(complete, before, after, rules);
            if (completed.untold.empty() && completed.leads_back) {
                applied = std::move(complete);
                return fault.empty() ? fault : fault + "; the derived one is used";
            }
            if (fault.empty()) {
                write_back(back, {}, revision);
                return {};
            }
        }
    } else {
        if (told && back.refusal.empty() && deletes_what_was_inserted(applied, back.operations)) {
            return fault.empty() ? fault : fault + "; the derived one is used";
        }
        std::vector<AppliedOperation> paired = applied;
        if (back.refusal.empty() && pair_up(paired, back.operations)) {
            const Derived mirrored = derive(paired, before, after, rules);
            if (mirrored.untold.empty() && mirrored.leads_back) {
                applied = std::move(paired);
                return fault.empty() ? fault : fault + "; the derived one is used";
            }
        }
        if (fault.empty()) {
            write_back(back, {}, revision);
            return {};
        }
        if (auto more = completion(back, before, rules)) {
            write_back(back, std::move(*more), revision);
            return fault + "; what was missing stands at its end";
        }
        if (told) { return fault + "; the derived one is used"; }
    }
    make_irreversible(revision, fault);
    return "irreversible: " + fault;
}

}  // namespace retort::importing
