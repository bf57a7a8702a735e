// SPDX-License-Identifier: Apache-2.0
#include "compiler/base/instant.h"
#include "compiler/syntax/lower.h"

#include <algorithm>

namespace retort::syntax {
using revisions::Revision;
using revisions::RevisionHeader;

Name Lowering::revision_id(P::RevisionIdContext* context) {
    const antlr4::Token* token = context->start;
    std::string id = token->getType() == P::STRING ? decode(token) : identifier(token);
    const std::string_view fault = revisions::find_id_fault(id);
    if (!fault.empty()) { diagnostics_.report(diag::InvalidRevisionId, span(token), id, fault); }
    return Name(std::move(id), span(token));
}

bool Lowering::first_of(std::string_view item, const antlr4::ParserRuleContext* context) {
    const auto found = std::find_if(seen_items_.begin(), seen_items_.end(),
                                    [&](const auto& seen) { return seen.first == item; });
    if (found == seen_items_.end()) {
        seen_items_.emplace_back(item, span(context->start));
        return true;
    }
    diagnostics_.report(diag::DuplicateHeaderItem, span(context->start), item)
        .note(found->second, "it stands here first");
    return false;
}

void Lowering::waiver(P::ItemContext* context, RevisionHeader& header) {
    revisions::LintWaiver waiver;
    waiver.reason = string(context->text);
    const std::string_view rules = view(context->rules);
    const Span where = span(context->rules);
    std::size_t begin = 0;
    while (begin <= rules.size()) {
        const std::size_t end = std::min(rules.find(',', begin), rules.size());
        const std::size_t first = rules.find_first_not_of(" \t\r\n", begin);
        const std::size_t last = rules.find_last_not_of(" \t\r\n", end - 1);
        if (first < end && last != std::string_view::npos && last >= first) {
            const auto at = static_cast<std::uint32_t>(where.begin + first);
            waiver.rules.emplace_back(
                std::string(rules.substr(first, last + 1 - first)),
                Span{id_, at, static_cast<std::uint32_t>(where.begin + last + 1)});
        }
        begin = end + 1;
    }
    header.waivers.push_back(std::move(waiver));
}

void Lowering::item(P::ItemContext* context, Revision& revision) {
    RevisionHeader& header = revision.header;
    const std::size_t kind = context->start->getType();
    const std::string_view word = view(context->start);
    if (kind == P::KW_ALLOW) {
        waiver(context, header);
        return;
    }
    if (!first_of(word, context)) { return; }
    const bool in_header = kind != P::KW_UPGRADE && kind != P::KW_DOWNGRADE;
    if (in_header && seen_items_.size() > 1) {
        const auto body = std::find_if(seen_items_.begin(), seen_items_.end(), [](const auto& s) {
            return s.first == "upgrade" || s.first == "downgrade";
        });
        if (body != seen_items_.end()) {
            diagnostics_.report(diag::MisplacedHeaderItem, span(context->start), word, body->first)
                .help("header items stand above `upgrade`");
        }
    }
    const auto text = [&] { return string(context->text); };
    switch (kind) {
        case P::KW_REVISION:
            header.id = revision_id(context->id);
            if (context->text != nullptr) { header.message = text(); }
            break;
        case P::KW_REVISES:
            for (auto* id : context->ids) { header.parents.push_back(revision_id(id)); }
            break;
        case P::KW_CREATED:
            header.created = text();
            if (!parse_instant(header.created)) {
                diagnostics_.report(diag::CreatedNotADate, span(context->text), header.created)
                    .help("write it as in '2025-10-01T21:00:00Z'");
            }
            break;
        case P::KW_AUTHOR:
            header.author = text();
            break;
        case P::KW_BRANCH:
            for (auto* label : context->names) {
                header.labels.push_back(name(label));
                const Name& last = header.labels.back();
                if (const std::string_view mistake = revisions::find_label_fault(last.text);
                    !mistake.empty()) {
                    diagnostics_.report(diag::InvalidLabel, last.span, last.text, mistake)
                        .help("give the branch another name");
                }
            }
            break;
        case P::KW_DEPENDS:
            for (auto* id : context->ids) { header.dependencies.push_back(revision_id(id)); }
            break;
        case P::KW_TARGETS:
            for (auto* target : context->targets) {
                header.targets.emplace_back(identifier(target->start), span(target->start));
            }
            break;
        case P::KW_LOCK_TIMEOUT:
            header.lock_timeout = text();
            break;
        case P::KW_STATEMENT_TIMEOUT:
            header.statement_timeout = text();
            break;
        case P::KW_TRANSACTION:
            header.transaction_off = true;
            break;
        case P::KW_UPGRADE:
            revision.has_upgrade = true;
            revision.upgrade = statements(context->body->statements);
            break;
        default:
            revision.downgrade_span = span(context->start);
            if (context->body != nullptr) {
                revision.downgrade_kind = revisions::DowngradeKind::Written;
                revision.downgrade = statements(context->body->statements);
            } else if (context->automatic != nullptr) {
                revision.downgrade_auto_written = true;
            } else {
                revision.downgrade_kind = revisions::DowngradeKind::Irreversible;
                revision.irreversible_reason = text();
            }
    }
}

std::optional<Revision> Lowering::revision(P::RevisionFileContext* context, bool bodies) {
    Revision result;
    result.header.file = id_;
    in_revision_ = true;
    bool first = true;
    bool has_id = false;
    for (auto* part : context->items) {
        const std::size_t kind = part->start->getType();
        const bool body = kind == P::KW_UPGRADE || kind == P::KW_DOWNGRADE;
        if (part->exception != nullptr || (body && !bodies)) {
            first = first && body;
            has_id = has_id || kind == P::KW_REVISION;
            continue;
        }
        if (first && kind != P::KW_REVISION) {
            diagnostics_.report(diag::MissingRevisionItem, span(part->start))
                .help("begin with: revision IDENTIFIER 'message';");
            has_id = true;
        }
        first = false;
        has_id = has_id || kind == P::KW_REVISION;
        item(part, result);
    }
    if (!has_id && bodies) {
        const auto end = static_cast<std::uint32_t>(text_.size());
        diagnostics_.report(diag::EmptyRevisionFile, {id_, end, end})
            .help("begin with: revision IDENTIFIER 'message';");
    }
    if (result.header.id.empty()) { return std::nullopt; }
    return result;
}

}  // namespace retort::syntax
