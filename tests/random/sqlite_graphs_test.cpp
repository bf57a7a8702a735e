// SPDX-License-Identifier: Apache-2.0
#include "tests/live/sqlite_database.h"
#include "tests/live/sqlite_history.h"
#include "tests/random/graph.h"
#include "tests/random/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

// A range's one script leads to what its single steps, one after another, lead to: on graphs with
// several bases, forks, merges, labels and dependencies.

namespace retort::random {
namespace {

using revisions::Direction;
using revisions::Range;

std::string version_rows(live::SqliteDatabase& database) {
    std::string text;
    for (const auto& row : database.rows("SELECT version_num FROM alembic_version ORDER BY 1")) {
        text += row[0] + " ";
    }
    return text;
}

std::string words(const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows) { text += row + " "; }
    return text;
}

/// One trial on two databases: on one of them the range, on the other its steps.
class TwoDatabases {
public:
    explicit TwoDatabases(const GraphTrial& trial)
        : trial_(trial), history_(trial.graph.files()), whole_(":memory:"), single_(":memory:") {
        for (std::size_t i = 0; i < trial.graph.revisions.size(); ++i) {
            numbers_[trial.graph.revisions[i].id] = i;
        }
    }

    /// What is wrong; empty where nothing is.
    std::string problem() {
        if (!history_.errors().empty()) { return "does not compile: " + history_.errors(); }
        const std::optional<Range> range = history_.range(direction(), trial_.range());
        if (!range) {
            understood_ = false;
            return {};
        }
        if (std::string bad = begin(); !bad.empty()) { return bad; }
        const std::string script = history_.script(*range);
        if (!history_.errors().empty()) { return "the range: " + history_.errors(); }
        if (auto errors = whole_.run(script); !errors.empty()) {
            return "the range's script: " + errors[0] + "\n" + script;
        }
        for (const revisions::Node node : range->steps) {
            if (std::string bad = step(node); !bad.empty()) { return bad + "\n" + script; }
        }
        steps_ = range->steps.size();
        const std::string rows = words(rows_of(trial_.graph, applied_));
        if (version_rows(whole_) != rows) {
            return "version rows: " + version_rows(whole_) + "but should be: " + rows + "\n" +
                   script;
        }
        if (whole_.catalog() != single_.catalog()) {
            return "the catalog: \n" + difference(single_.catalog(), whole_.catalog()) + script;
        }
        if (whole_.contents() != single_.contents()) {
            return "the rows: \n" + difference(single_.contents(), whole_.contents()) + script;
        }
        return reached();
    }

    [[nodiscard]] bool understood() const { return understood_; }
    [[nodiscard]] std::size_t steps() const { return steps_; }

private:
    [[nodiscard]] Direction direction() const {
        return trial_.up ? Direction::Upgrade : Direction::Downgrade;
    }

    /// Brings both databases to where the trial starts.
    std::string begin() {
        std::vector<std::size_t> start;
        std::string word;
        for (const std::string& row : trial_.start) {
            start.push_back(numbers_.at(row));
            word += (word.empty() ? "" : ",") + row;
        }
        applied_ = applied_with(trial_.graph, start);
        if (start.empty()) { return {}; }
        const std::string script = history_.upgrade(word);
        if (!history_.errors().empty()) { return "the start: " + history_.errors(); }
        for (live::SqliteDatabase* database : {&whole_, &single_}) {
            const auto errors = database->run(script);
            if (!errors.empty()) { return "the start's script: " + errors[0] + "\n" + script; }
        }
        const std::string rows = words(rows_of(trial_.graph, applied_));
        return version_rows(single_) == rows
                   ? std::string()
                   : "the start's rows: " + version_rows(single_) + "but should be: " + rows;
    }

    /// One revision on the second database, with the rows before and after it as this test counts
    /// them.
    std::string step(revisions::Node node) {
        const std::string id(history_.graph().id(node));
        const std::size_t number = numbers_.at(id);
        if (applied_[number] == trial_.up) { return "a step twice: " + id; }
        if (!in_place(number)) { return "a step too early: " + id; }
        const std::vector<std::string> before = rows_of(trial_.graph, applied_);
        applied_[number] = trial_.up;
        const std::vector<std::string> after = rows_of(trial_.graph, applied_);
        const std::string script =
            history_.script({direction(), nodes(before), nodes(after), {node}});
        if (!history_.errors().empty()) { return "a step: " + history_.errors(); }
        const auto errors = single_.run(script);
        if (!errors.empty()) { return "a step's script: " + errors[0] + "\n" + script; }
        return version_rows(single_) == words(after)
                   ? std::string()
                   : "the rows after a step: " + version_rows(single_) +
                         "but should be: " + words(after) + "\n" + script;
    }

    /// Upwards all that a revision stands on is there; downwards nothing stands on it any more.
    [[nodiscard]] bool in_place(std::size_t number) const {
        const std::vector<GraphRevision>& all = trial_.graph.revisions;
        const auto stands_on = [&](std::size_t user, std::size_t other) {
            const GraphRevision& revision = all[user];
            const auto in = [&](const std::vector<std::size_t>& edges) {
                return std::find(edges.begin(), edges.end(), other) != edges.end();
            };
            return in(revision.parents) || in(revision.dependencies);
        };
        for (std::size_t other = 0; other < all.size(); ++other) {
            if (trial_.up && stands_on(number, other) && !applied_[other]) { return false; }
            if (!trial_.up && stands_on(other, number) && applied_[other]) { return false; }
        }
        return true;
    }

    /// Words that say what they mean without a label or a number of steps: the end is known.
    [[nodiscard]] std::string reached() const {
        std::vector<std::size_t> asked;
        for (std::size_t at = 0; at <= trial_.to.size();) {
            const std::size_t end = std::min(trial_.to.find(',', at), trial_.to.size());
            const auto found = numbers_.find(trial_.to.substr(at, end - at));
            if (found != numbers_.end()) { asked.push_back(found->second); }
            at = end + 1;
        }
        const bool plain = trial_.to.find_first_of("@+-") == std::string::npos;
        if (!plain) { return {}; }
        const std::size_t count =
            static_cast<std::size_t>(std::count(applied_.begin(), applied_.end(), true));
        if (trial_.to == "base") { return count == 0 ? "" : "not at base: " + trial_.range(); }
        if (trial_.to == "heads") {
            return count == applied_.size() ? "" : "not at the heads: " + trial_.range();
        }
        // Downwards one of several may be above another one.
        if (!trial_.up && asked.size() > 1) { return {}; }
        for (const std::size_t number : asked) {
            if (!applied_[number]) { return "not there: " + trial_.range(); }
        }
        return {};
    }

    [[nodiscard]] std::vector<revisions::Node> nodes(const std::vector<std::string>& rows) const {
        std::vector<revisions::Node> result;
        for (const std::string& row : rows) { result.push_back(*history_.graph().find(row)); }
        return result;
    }

    const GraphTrial& trial_;
    std::map<std::string, std::size_t> numbers_;
    live::SqliteHistory history_;
    live::SqliteDatabase whole_;
    live::SqliteDatabase single_;
    std::vector<bool> applied_;
    bool understood_ = true;
    std::size_t steps_ = 0;
};

TEST(RandomSqliteGraphs, ARangeIsItsStepsOneAfterAnother) {
    const Seeds seeds = chosen_seeds(200);
    std::size_t trials = 0;
    std::size_t understood = 0;
    std::size_t steps = 0;
    for (std::uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
        for (const GraphTrial& trial : make_trials(seed)) {
            TwoDatabases run(trial);
            const std::string problem = run.problem();
            ++trials;
            understood += run.understood() ? 1 : 0;
            steps += run.steps();
            if (problem.empty()) { continue; }
            const std::string kind = problem.substr(0, problem.find_first_of("\"\n"));
            const GraphTrial small = shrink(trial, [&](const GraphTrial& less) {
                return TwoDatabases(less).problem().starts_with(kind);
            });
            std::string files;
            for (const std::string& file : small.graph.files()) { files += file; }
            FAIL() << "seed " << seed << ": " << (small.up ? "upgrade " : "downgrade ")
                   << small.range() << "\n"
                   << files << TwoDatabases(small).problem();
        }
    }
    RecordProperty("trials", static_cast<int>(trials));
    RecordProperty("steps", static_cast<int>(steps));
    // Steps across a fork, or back from base, are refused; most words should mean something.
    EXPECT_GT(understood * 2, trials);
    EXPECT_GT(steps, trials);
}

}  // namespace
}  // namespace retort::random
