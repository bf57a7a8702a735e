// SPDX-License-Identifier: Apache-2.0
#include "compiler/importing/alembic_import.h"

#include "compiler/importing/alembic_batch.h"
#include "compiler/importing/alembic_listing.h"
#include "compiler/importing/alembic_output.h"
#include "compiler/importing/import_downgrade.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace retort::importing {
namespace {

using revisions::Revision;
using schema::Operation;
using schema::Schema;

/// One step of a script with its statements read.
struct Step {
    PrintedRevision printed;
    std::vector<ReadStatement> statements;
    FileId file = kNoFile;
};

std::string_view text_of(const source::SourceFiles& sources, Span span) {
    return sources.text(span);
}

/// The revisions that a step needs besides its parents: rows of the version table that go when it
/// is applied, or come back when it is undone, are its parents' or its dependencies'.
void add_dependencies(const std::vector<std::string>& rows, revisions::RevisionHeader& header) {
    const auto names = [](const std::vector<Name>& list, const std::string& id) {
        return std::any_of(list.begin(), list.end(),
                           [&](const Name& name) { return name.text == id; });
    };
    for (const std::string& row : rows) {
        if (row == header.id.text || names(header.parents, row) ||
            names(header.dependencies, row)) {
            continue;
        }
        header.dependencies.emplace_back(row);
    }
}

std::string first_word(std::string_view text) {
    std::string word;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '(') { break; }
        word += c;
    }
    return word;
}

/// The lines of its comments that its own text does not hold.
std::vector<std::string> lines_above(const AppliedOperation& operation) {
    std::vector<std::string> lines;
    if (operation.comments.empty()) { return lines; }
    const std::string text = syntax::print_operation(operation.written);
    for (const std::string& comment : operation.comments) {
        if (text.find(comment) != std::string::npos) { continue; }
        const std::string said = syntax::comment_text(comment);
        for (std::size_t at = 0; at <= said.size();) {
            const std::size_t end = std::min(said.find('\n', at), said.size());
            lines.push_back(said.substr(at, end - at));
            at = end + 1;
        }
    }
    return lines;
}

class Import {
public:
    Import(const source::SourceFiles& sources, Schema schema, const ImportRules& rules,
           Diagnostics& diagnostics)
        : sources_(sources), schema_(std::move(schema)), rules_(rules), diagnostics_(diagnostics) {}

    ImportedHistory run(const std::vector<FileId>& files) {
        for (const FileId file : files) { read(file); }
        if (diagnostics_.has_errors()) { return {}; }
        for (Step& step : upgrades_) { upgrade(step); }
        for (const auto& [id, step] : downgrades_) {
            if (known_.contains(id)) { continue; }
            diagnostics_.report(diag::DowngradeWithoutUpgrade, step.printed.id.span, id);
        }
        return std::move(result_);
    }

private:
    void read(FileId file);
    void upgrade(Step& step);
    void add_what_is_listed(revisions::RevisionHeader& header);
    [[nodiscard]] std::vector<AppliedOperation> apply(std::vector<ReadStatement>& statements);
    void count(const std::vector<ReadStatement>& statements, const std::string& revision);
    [[nodiscard]] PrintedWayBack way_back(const std::string& id);

    const source::SourceFiles& sources_;
    Schema schema_;
    const ImportRules& rules_;
    Diagnostics& diagnostics_;
    std::vector<Step> upgrades_;
    std::map<std::string, Step> downgrades_;
    std::map<std::string, ListedRevision> listed_;
    std::set<std::string> known_;
    ImportedHistory result_;
};

void Import::read(FileId file) {
    const source::SourceFile& source = sources_.get(file);
    if (auto listing = read_alembic_listing(source, file)) {
        for (ListedRevision& revision : *listing) {
            std::string id = revision.id.text;
            listed_.insert_or_assign(std::move(id), std::move(revision));
        }
        result_.listed = true;
        return;
    }
    PrintedScript script = read_alembic_output(source, file);
    if (script.revisions.empty()) {
        diagnostics_.report(diag::NoPrintedRevisions, {}, source.path)
            .help("`alembic upgrade head --sql` prints one below a line `-- Running upgrade …`");
        return;
    }
    auto statements = read_statements(source, file, script, diagnostics_);
    if (diagnostics_.has_errors()) { return; }
    if (result_.version_table.empty()) { result_.version_table = script.version_table; }
    bool broken = false;
    for (std::size_t i = 0; i < script.revisions.size(); ++i) {
        PrintedRevision& printed = script.revisions[i];
        const bool up = printed.movement == Movement::Up;
        if (!printed.moves_version && !printed.skipped && !broken) {
            broken = true;
            // Alembic stops in the middle where a revision cannot be printed.
            const bool last = i + 1 == script.revisions.size();
            diagnostics_
                .report(diag::PrintBreaksOff, printed.id.span, up ? "upgrade" : "downgrade",
                        printed.id.text)
                .help(last ? "look at what Alembic said when it printed this, and print it again"
                           : "the version table is not changed as it is in the databases of the "
                             "targets: print it for one of those");
        }
        const std::string_view fault = revisions::find_id_fault(printed.id.text);
        if (!fault.empty()) {
            diagnostics_.report(diag::InvalidRevisionId, printed.id.span, printed.id.text, fault);
        }
        Step step{std::move(printed), std::move(statements[i]), file};
        if (up) {
            known_.insert(step.printed.id.text);
            upgrades_.push_back(std::move(step));
        } else {
            std::string id = step.printed.id.text;
            downgrades_.insert_or_assign(std::move(id), std::move(step));
        }
    }
}

void Import::count(const std::vector<ReadStatement>& statements, const std::string& revision) {
    for (const ReadStatement& statement : statements) {
        const schema::SqlStatementText* text =
            statement.operations.empty()
                ? nullptr
                : std::get_if<schema::SqlStatementText>(&statement.operations.front().kind);
        if (text != nullptr) {
            ++result_.kept[text->keyword];
        } else if (statement.reason.empty()) {
            result_.typed += statement.printed;
        } else {
            result_.texts.push_back(
                {statement.span, revision,
                 "`" + first_word(text_of(sources_, statement.span)) + "`: " + statement.reason});
        }
    }
}

/// Applies statements that are turned into text where they do not fit.
std::vector<AppliedOperation> Import::apply(std::vector<ReadStatement>& statements) {
    std::vector<AppliedOperation> applied;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        ReadStatement& statement = statements[i];
        if (auto copy = read_table_copy(statements, i, schema_, rules_)) {
            const std::size_t first = i + 1;
            for (std::size_t at = first; at < i + copy->statements; ++at) {
                take_along(statement, statements[at]);
            }
            statement.operations = std::move(copy->changes);
            statements.erase(
                statements.begin() + static_cast<std::ptrdiff_t>(first),
                statements.begin() + static_cast<std::ptrdiff_t>(i + copy->statements));
        }
        const std::size_t before = applied.size();
        std::string refusal = apply_statement(statement, rules_, schema_, applied);
        if (!refusal.empty()) {
            keep_as_text(statement, text_of(sources_, statement.span), std::move(refusal));
            (void)apply_operations(statement.operations, rules_, schema_, applied);
        }
        if (before < applied.size()) { applied[before].comments = statement.comments; }
    }
    return applied;
}

PrintedWayBack Import::way_back(const std::string& id) {
    PrintedWayBack back;
    const auto found = downgrades_.find(id);
    if (found == downgrades_.end()) { return back; }
    Step& step = found->second;
    back.printed = !step.printed.skipped;
    back.missing_reason = step.printed.skip_reason;
    back.statements = std::move(step.statements);
    back.text = sources_.get(step.file).text;
    return back;
}

void Import::add_what_is_listed(revisions::RevisionHeader& header) {
    const auto found = listed_.find(header.id.text);
    if (found == listed_.end()) {
        if (result_.listed) {
            result_.listing.push_back({header.id.span, header.id.text, "is not listed"});
        }
        return;
    }
    ListedRevision& listed = found->second;
    std::set<std::string> printed;
    for (const Name& parent : header.parents) { printed.insert(parent.text); }
    if (printed != std::set<std::string>(listed.parents.begin(), listed.parents.end())) {
        result_.listing.push_back(
            {listed.id.span, header.id.text, "has other parents than in the script"});
        return;
    }
    header.message = std::move(listed.message);
    header.created = std::move(listed.created);
    for (std::size_t i = 0; i < listed.description.size(); ++i) {
        header.description += (i == 0 ? "" : "\n") + listed.description[i];
    }
    add_dependencies(listed.dependencies, header);
    for (const std::string& label : listed.labels) {
        const std::string_view fault = revisions::find_label_fault(label);
        if (fault.empty()) {
            header.labels.emplace_back(label);
        } else {
            result_.listing.push_back(
                {listed.id.span, header.id.text,
                 "the branch label \"" + label + "\" cannot stay: " + std::string(fault)});
        }
    }
}

void Import::upgrade(Step& step) {
    Revision revision;
    revision.header.id = step.printed.id;
    revision.header.parents = step.printed.parents;
    revision.header.message = step.printed.message;
    revision.header.file = step.file;
    const std::string& id = revision.header.id.text;
    add_dependencies(step.printed.rows_before, revision.header);
    const auto down = downgrades_.find(id);
    if (down != downgrades_.end()) {
        add_dependencies(down->second.printed.rows_after, revision.header);
    }
    add_what_is_listed(revision.header);
    if (step.printed.skipped) {
        result_.unprinted.push_back({step.printed.id.span, id, step.printed.skip_reason});
    }
    const Schema before = schema_;
    std::vector<AppliedOperation> applied = apply(step.statements);
    count(step.statements, id);
    revision.header.transaction_off = std::any_of(
        step.statements.begin(), step.statements.end(),
        [](const ReadStatement& s) { return s.outside_transaction && !s.reason.empty(); });
    const std::string remark =
        choose_downgrade(applied, way_back(id), before, schema_, rules_, revision);
    if (!remark.empty()) { result_.downgrades.push_back({step.printed.id.span, id, remark}); }
    revision.upgrade.reserve(applied.size());
    std::vector<std::vector<std::string>> comments;
    for (AppliedOperation& one : applied) {
        comments.push_back(lines_above(one));
        revision.upgrade.push_back(std::move(one.written));
    }
    result_.comments.push_back(std::move(comments));
    revision.has_upgrade = !revision.upgrade.empty() || revision.header.parents.size() < 2;
    result_.revisions.push_back(std::move(revision));
}

}  // namespace

ImportedHistory import_alembic(const source::SourceFiles& sources, const std::vector<FileId>& files,
                               Schema schema, const ImportRules& rules, Diagnostics& diagnostics) {
    return Import(sources, std::move(schema), rules, diagnostics).run(files);
}

}  // namespace retort::importing
