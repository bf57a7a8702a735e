// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/script.h"

#include <algorithm>
#include <map>
#include <utility>

namespace retort::script {
namespace {

using revisions::Direction;
using revisions::RevisionHeader;

/// Locks and losses that the head of a script names one by one.
constexpr std::size_t kListedInHead = 12;

/// One line of a comment: control characters and line separators become spaces, so that no text can
/// end the comment.
std::string plain_line(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::string_view rest = text.substr(i);
        const bool c1 =
            c == 0xc2U && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xa0U;
        const bool separator = rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9");
        if (c < 0x20U || c == 0x7fU || c1 || separator) {
            result += ' ';
            i += c1 ? 1U : separator ? 2U : 0U;
        } else {
            result += text[i];
        }
    }
    while (!result.empty() && result.back() == ' ') { result.pop_back(); }
    return result;
}

std::string comment(std::string_view text) {
    const std::string line = plain_line(text);
    return line.empty() ? "--\n" : "-- " + line + "\n";
}

std::string comment_lines(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        result += comment(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string join(const std::vector<std::string>& list, std::string_view separator) {
    std::string result;
    for (const std::string& item : list) {
        if (!result.empty()) { result += separator; }
        result += item;
    }
    return result;
}

std::string rows_text(const std::vector<std::string>& rows) {
    return rows.empty() ? "base" : join(rows, ", ");
}

std::string counted(std::size_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// Texts joined with one empty line between them.
class Blocks {
public:
    void add(std::string_view block) {
        if (block.empty()) { return; }
        if (!text_.empty() && !glued_) { text_ += '\n'; }
        text_ += block;
        glued_ = false;
    }
    /// A comment that stands right above what comes next.
    void add_above(std::string_view block) {
        if (block.empty()) { return; }
        add(block);
        glued_ = true;
    }
    void separate() { glued_ = false; }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    bool glued_ = false;
};

/// What the script locks of the tables that were there before it, in order of first mention.
std::vector<std::string> locks_of(const Script& script) {
    struct Lock {
        std::string text;
        bool rewrites = false;
        bool scans = false;
    };
    std::vector<Lock> locks;
    std::map<std::string, std::size_t> known;
    for (const EmittedRevision& revision : script.revisions) {
        for (const SqlStatement& statement : revision.statements) {
            const bool matters =
                !statement.lock.empty() &&
                (statement.locked.empty() ||
                 std::any_of(statement.locked.begin(), statement.locked.end(),
                             [&](const QualifiedName& table) {
                                 return script.plan->before.find_table(table) != nullptr;
                             }));
            if (!matters) { continue; }
            const auto [at, fresh] = known.emplace(statement.lock, locks.size());
            if (fresh) { locks.push_back({statement.lock}); }
            locks[at->second].rewrites = locks[at->second].rewrites || statement.rewrites;
            locks[at->second].scans = locks[at->second].scans || statement.scans;
        }
    }
    std::vector<std::string> result;
    for (const Lock& lock : locks) {
        result.push_back(lock.text + (lock.rewrites ? ", which is rewritten"
                                      : lock.scans  ? ", which is read whole"
                                                    : ""));
    }
    return result;
}

std::vector<std::string> losses_of(const Script& script) {
    std::vector<std::string> result;
    for (const EmittedRevision& revision : script.revisions) {
        for (const std::string& loss : revision.planned->data_loss) {
            result.push_back(loss + " (" + revision.planned->header->id.text + ")");
        }
    }
    return result;
}

std::vector<std::string> inventions_of(const Script& script) {
    std::vector<std::string> result;
    for (const EmittedRevision& revision : script.revisions) {
        for (const std::string& value : revision.planned->invented) {
            result.push_back(value + " (" + revision.planned->header->id.text + ")");
        }
    }
    return result;
}

void add_rows(std::string& head, std::string_view label, const std::vector<std::string>& values) {
    for (std::size_t i = 0; i < std::min(values.size(), kListedInHead); ++i) {
        std::string cell(i == 0 ? label : std::string_view());
        cell.resize(12, ' ');
        head += comment("  " + cell + values[i]);
    }
    if (values.size() > kListedInHead) {
        head +=
            comment("              and " + std::to_string(values.size() - kListedInHead) + " more");
    }
}

std::string head_of(const Script& script, const std::vector<Segment>& segments) {
    const plan::Plan& plan = *script.plan;
    const bool up = plan.direction == Direction::Upgrade;
    std::string head = comment(std::string(script.stamps ? "Stamp"
                                           : up          ? "Upgrade"
                                                         : "Downgrade") +
                               " for " + script.options.dialect);
    head += "--\n";
    const auto row = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) { add_rows(head, label, {value}); }
    };
    row("project", script.options.project);
    row("target", script.options.target);
    row("from", script.purges ? "wherever the database stands" : rows_text(plan.start_rows));
    row("to", rows_text(plan.end_rows));
    if (script.revisions.empty()) {
        head += "--\n";
        head += comment(script.stamps ? "There is nothing to do: the version stays as it is."
                                      : "There is nothing to do: the range holds no revision.");
        return head;
    }
    std::size_t statements = 0;
    for (const EmittedRevision& revision : script.revisions) {
        statements += static_cast<std::size_t>(
            std::count_if(revision.statements.begin(), revision.statements.end(),
                          [](const SqlStatement& statement) { return !statement.text.empty(); }));
    }
    if (!script.stamps) {
        row("contains",
            counted(script.revisions.size(), "revision") + ", " + counted(statements, "statement"));
    }
    if (segments.size() > 1) {
        const auto outside = static_cast<std::size_t>(
            std::count_if(segments.begin(), segments.end(),
                          [](const Segment& segment) { return !segment.transactional; }));
        row("runs in",
            counted(segments.size() - outside, "transaction") +
                (outside == 0 ? "" : " and " + counted(outside, "statement") + " outside of one"));
    }
    add_rows(head, "locks", locks_of(script));
    add_rows(head, "loses", losses_of(script));
    add_rows(head, "makes up", inventions_of(script));
    if (script.purges) {
        head += "--\n";
        head += comment("It forgets every row of " + script.options.version_table +
                        ", whatever it holds, and changes nothing else.");
    } else if (script.options.guard) {
        head += "--\n";
        head += comment("It stops, and changes nothing, where the database is not at " +
                        rows_text(plan.start_rows) + ".");
    }
    return head;
}

std::string revision_head(const Script& script, const SegmentPart& part) {
    const plan::PlannedRevision& planned = *script.revisions[part.revision].planned;
    if (script.stamps) {
        return comment("the version only: " +
                       (script.purges ? "every row" : rows_text(script.plan->start_rows)) +
                       " becomes " + rows_text(script.plan->end_rows));
    }
    const RevisionHeader& header = *planned.header;
    std::string line = "revision " + header.id.text + " (" + std::to_string(part.revision + 1) +
                       " of " + std::to_string(script.revisions.size()) + ")";
    if (script.plan->direction == Direction::Downgrade) { line += ", taken back"; }
    if (part.pieces > 1) {
        line += ", piece " + std::to_string(part.piece + 1) + " of " + std::to_string(part.pieces);
    }
    if (!header.message.empty()) { line += ": " + header.message; }
    std::string head = comment(line);
    if (!part.first_piece) { return head; }
    head += comment_lines(header.description);
    for (const revisions::LintWaiver& waiver : header.waivers) {
        std::vector<std::string> rules;
        for (const Name& rule : waiver.rules) { rules.push_back(rule.text); }
        head += comment("allowed: " + join(rules, ", ") + ", because " + waiver.reason);
    }
    for (const std::string& loss : planned.data_loss) { head += comment("data loss: " + loss); }
    for (const std::string& value : planned.invented) {
        head += comment("made up, as the values are gone: " + value);
    }
    return head;
}

class Renderer {
public:
    Renderer(const Script& script, const ScriptFrame& frame)
        : script_(&script), frame_(&frame), segments_(make_segments(script)) {}

    std::string run() {
        const bool comments = script_->options.comments;
        if (comments) { blocks_.add(head_of(*script_, segments_)); }
        blocks_.add(frame_->prologue(*script_, segments_));
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            if (comments && segments_.size() > 1) {
                blocks_.add(comment("part " + std::to_string(i + 1) + " of " +
                                    std::to_string(segments_.size()) +
                                    (segments_[i].transactional ? ", one transaction"
                                                                : ", outside a transaction")));
            }
            blocks_.add(frame_->open(*script_, segments_, i));
            for (std::size_t part = 0; part < segments_[i].parts.size(); ++part) {
                add_part(i, part);
            }
            blocks_.add(frame_->close(*script_, segments_, i));
        }
        blocks_.add(frame_->epilogue(*script_, segments_));
        return blocks_.take();
    }

private:
    void add_part(std::size_t segment, std::size_t index) {
        const SegmentPart& part = segments_[segment].parts[index];
        const bool comments = script_->options.comments;
        if (comments) { blocks_.add(revision_head(*script_, part)); }
        blocks_.add(frame_->begin_part(*script_, segments_, segment, index));
        for (const SqlStatement* statement : part.statements) {
            if (comments) {
                std::string remarks;
                for (const std::string& remark : statement->remarks) {
                    remarks += comment_lines(remark);
                }
                blocks_.add_above(remarks);
            }
            if (statement->text.empty()) {
                blocks_.separate();
                continue;
            }
            std::string text;
            for (const std::string& proof : frame_->proofs_before(segments_[segment], *statement)) {
                text += proof;
            }
            text += frame_->statement(*script_, segments_, segment, index, *statement);
            for (const std::string& proof : frame_->proofs_after(segments_[segment], *statement)) {
                text += proof;
            }
            blocks_.add(text);
        }
        blocks_.add(frame_->finish_part(*script_, segments_, segment, index));
    }

    const Script* script_;
    const ScriptFrame* frame_;
    std::vector<Segment> segments_;
    Blocks blocks_;
};

}  // namespace

std::string render_script(const Script& script, const ScriptFrame& frame) {
    return Renderer(script, frame).run();
}

}  // namespace retort::script
