// SPDX-License-Identifier: Apache-2.0
#include "compiler/script/script.h"

#include <algorithm>
#include <utility>

namespace retort::script {
namespace {

/// A run of statements of one revision that share a transaction, or one that has none.
struct Piece {
    bool transactional = true;
    std::vector<const SqlStatement*> statements;
};

bool mentions(const SqlStatement& statement, const std::vector<std::string_view>& settled) {
    return std::any_of(settled.begin(), settled.end(), [&](std::string_view text) {
        return statement.text.find(text) != std::string::npos;
    });
}

bool adds_to_settled(const SqlStatement& statement, std::vector<std::string_view>& settled) {
    if (statement.settles.empty()) { return false; }
    settled.push_back(statement.settles);
    return true;
}

/// With `transaction off` raw SQL is taken at its word: it may be what no transaction can hold.
bool runs_in_transaction(const SqlStatement& statement, bool transaction_off) {
    return statement.transactional && !(transaction_off && statement.kind == "execute");
}

std::vector<Piece> cut_revision(const EmittedRevision& revision) {
    const bool off = revision.planned->header->transaction_off;
    std::vector<Piece> pieces(1);
    std::vector<std::string_view> settled;
    for (const SqlStatement& statement : revision.statements) {
        const bool inside = runs_in_transaction(statement, off);
        const bool waits = statement.needs_commit_before ||
                           (statement.settles.empty() && mentions(statement, settled));
        const bool fresh = pieces.back().statements.empty() && pieces.back().transactional;
        if (!fresh && (!inside || !pieces.back().transactional || waits || off)) {
            pieces.emplace_back();
            settled.clear();
        }
        pieces.back().transactional = inside;
        pieces.back().statements.push_back(&statement);
        adds_to_settled(statement, settled);
    }
    // The version moves in a transaction, after whatever ran outside one.
    if (!pieces.back().transactional) { pieces.emplace_back(); }
    return pieces;
}

class Cutter {
public:
    explicit Cutter(const Script& script) : script_(&script), rows_(script.plan->start_rows) {}

    std::vector<Segment> run() {
        for (std::size_t i = 0; i < script_->revisions.size(); ++i) {
            const EmittedRevision& revision = script_->revisions[i];
            if (script_->options.transaction == TransactionMode::None) {
                append_whole(i, revision);
                continue;
            }
            const std::vector<Piece> pieces = cut_revision(revision);
            if (pieces.size() == 1) {
                if (must_start_anew(revision)) { close(); }
                append(i, pieces.front(), 0, 1);
                for (const SqlStatement* statement : pieces.front().statements) {
                    adds_to_settled(*statement, settled_);
                }
            } else {
                // A split revision shares no segment: what an earlier run did of it can then be
                // left out without touching its neighbours.
                for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
                    close();
                    append(i, pieces[piece], piece, pieces.size());
                }
                close();
            }
        }
        close();
        return std::move(segments_);
    }

private:
    [[nodiscard]] bool must_start_anew(const EmittedRevision& revision) const {
        if (script_->options.transaction == TransactionMode::PerRevision) { return true; }
        return std::any_of(revision.statements.begin(), revision.statements.end(),
                           [&](const SqlStatement& statement) {
                               return statement.needs_commit_before ||
                                      (statement.settles.empty() && mentions(statement, settled_));
                           });
    }

    void append_whole(std::size_t index, const EmittedRevision& revision) {
        Piece piece;
        for (const SqlStatement& statement : revision.statements) {
            piece.statements.push_back(&statement);
        }
        append(index, piece, 0, 1);
    }

    void append(std::size_t index, const Piece& piece, std::size_t number, std::size_t count) {
        if (!open_) {
            segments_.emplace_back();
            segments_.back().transactional = piece.transactional;
            segments_.back().rows_before = rows_.list();
            open_ = true;
        }
        SegmentPart part;
        part.revision = index;
        part.statements = piece.statements;
        part.piece = number;
        part.pieces = count;
        part.first_piece = number == 0;
        part.last_piece = number + 1 == count;
        if (part.last_piece) { rows_ = script_->revisions[index].planned->version.rows_after; }
        segments_.back().without_foreign_keys =
            segments_.back().without_foreign_keys ||
            std::any_of(
                part.statements.begin(), part.statements.end(),
                [](const SqlStatement* statement) { return statement->without_foreign_keys; });
        segments_.back().parts.push_back(std::move(part));
    }

    void close() {
        if (open_) { segments_.back().rows_after = rows_.list(); }
        open_ = false;
        settled_.clear();
    }

    const Script* script_;
    revisions::VersionRows rows_;
    std::vector<Segment> segments_;
    std::vector<std::string_view> settled_;
    bool open_ = false;
};

}  // namespace

std::vector<Segment> make_segments(const Script& script) {
    return Cutter(script).run();
}

}  // namespace retort::script
