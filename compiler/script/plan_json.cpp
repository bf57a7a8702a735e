// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/script.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace retort::script {
namespace {

using Json = nlohmann::ordered_json;

/// The statements of a frame's text: an empty line stands between them.
std::vector<std::string> statements_in(std::string_view text) {
    std::vector<std::string> result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\n\n"), text.size());
        std::string_view statement = text.substr(0, end);
        while (!statement.empty() && statement.back() == '\n') { statement.remove_suffix(1); }
        if (!statement.empty()) { result.emplace_back(statement); }
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return result;
}

class PlanWriter {
public:
    PlanWriter(const Script& script, const ScriptFrame& frame, const source::SourceFiles& sources)
        : script_(&script), frame_(&frame), sources_(&sources), segments_(make_segments(script)) {}

    Json run() {
        add_frame(frame_->prologue(*script_, segments_), Json());
        for (segment_ = 0; segment_ < segments_.size(); ++segment_) {
            add_frame(frame_->open(*script_, segments_, segment_), segment_ + 1);
            for (std::size_t part = 0; part < segments_[segment_].parts.size(); ++part) {
                add_part(part);
            }
            add_frame(frame_->close(*script_, segments_, segment_), segment_ + 1);
        }
        add_frame(frame_->epilogue(*script_, segments_), Json());
        const plan::Plan& plan = *script_->plan;
        return {{"project", script_->options.project},
                {"target", script_->options.target},
                {"dialect", script_->options.dialect},
                {"direction",
                 plan.direction == revisions::Direction::Upgrade ? "upgrade" : "downgrade"},
                {"from", plan.start_rows},
                {"to", plan.end_rows},
                {"revisions", revisions()},
                {"statements", std::move(entries_)}};
    }

private:
    [[nodiscard]] Json revisions() const {
        Json list = Json::array();
        for (const EmittedRevision& revision : script_->revisions) {
            list.push_back({{"revision", revision.planned->header->id.text},
                            {"message", revision.planned->header->message},
                            {"statements", revision.statements.size()},
                            {"data_loss", revision.planned->data_loss},
                            {"invented", revision.planned->invented}});
        }
        return list;
    }

    /// Settings, guards, transactions, version moves: part of the script, of no revision file.
    void add_frame(const std::string& text, const Json& segment) {
        for (std::string& sql : statements_in(text)) {
            entries_.push_back({{"kind", "frame"}, {"segment", segment}, {"sql", std::move(sql)}});
        }
    }

    void add_part(std::size_t index) {
        const SegmentPart& part = segments_[segment_].parts[index];
        add_frame(frame_->begin_part(*script_, segments_, segment_, index), segment_ + 1);
        for (const SqlStatement* statement : part.statements) {
            if (statement->text.empty()) { continue; }
            for (const std::string& proof :
                 frame_->proofs_before(segments_[segment_], *statement)) {
                add_frame(proof, segment_ + 1);
            }
            add_statement(index, part, *statement);
            for (const std::string& proof : frame_->proofs_after(segments_[segment_], *statement)) {
                add_frame(proof, segment_ + 1);
            }
        }
        add_frame(frame_->finish_part(*script_, segments_, segment_, index), segment_ + 1);
    }

    void add_statement(std::size_t index, const SegmentPart& part, const SqlStatement& statement) {
        std::string sql = frame_->statement(*script_, segments_, segment_, index, statement);
        while (!sql.empty() && sql.back() == '\n') { sql.pop_back(); }
        Json entry{{"kind", statement.kind},
                   {"segment", segment_ + 1},
                   {"revision", script_->revisions[part.revision].planned->header->id.text},
                   {"transactional", segments_[segment_].transactional},
                   {"lock", statement.lock},
                   {"rewrites", statement.rewrites},
                   {"scans", statement.scans}};
        if (statement.origin.known()) {
            const source::LineColumn at =
                sources_->locate(statement.origin.file, statement.origin.begin);
            entry["source"] = {{"file", sources_->get(statement.origin.file).path},
                               {"line", at.line},
                               {"column", at.column}};
        }
        entry["sql"] = std::move(sql);
        entries_.push_back(std::move(entry));
    }

    const Script* script_;
    const ScriptFrame* frame_;
    const source::SourceFiles* sources_;
    std::vector<Segment> segments_;
    std::size_t segment_ = 0;
    Json entries_ = Json::array();
};

}  // namespace

std::string render_plan_json(const Script& script, const ScriptFrame& frame,
                             const source::SourceFiles& sources) {
    return PlanWriter(script, frame, sources)
               .run()
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

}  // namespace retort::script
