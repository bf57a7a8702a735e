// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/target_build.h"

#include "compiler/base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Direction;
using revisions::Node;
using revisions::RevisionGraph;
using Rows = std::vector<std::string>;

/// More stale files than this are only counted.
constexpr std::size_t kMostStaleShown = 20;

/// Builds all artifacts of one target. A whole direction is planned and emitted once; the scripts
/// of single revisions are cut out of it, so the time is linear in the length of the history.
class TargetBuilder {
public:
    TargetBuilder(Context& context, const Compilation& compilation)
        : context_(&context),
          compilation_(&compilation),
          graph_(compilation.graph.get()),
          options_(script_options(context.project.configuration, *compilation.target,
                                  *compilation.dialect)) {}

    /// Nullopt where an error was reported.
    std::optional<std::vector<script::Artifact>> build() {
        start_manifest();
        const bool up = build_upgrade();
        // Rows at each place of the order are known only from the upgrade.
        if (!up || !build_downgrades()) { return std::nullopt; }
        artifacts_.push_back({"manifest.json", script::render_manifest(manifest_, artifacts_)});
        return std::move(artifacts_);
    }

private:
    void start_manifest() {
        manifest_.tool_version = version_text();
        manifest_.target = compilation_->target->name;
        manifest_.dialect = compilation_->dialect->display_name();
        for (const Node head : graph_->real_heads()) {
            manifest_.heads.emplace_back(graph_->id(head));
        }
        for (const Node node : graph_->order()) {
            const revisions::RevisionHeader& header = graph_->header(node);
            script::ManifestEntry entry;
            entry.id = header.id.text;
            for (const Node parent : graph_->parents(node)) {
                entry.parents.emplace_back(graph_->id(parent));
            }
            for (const Node dependency : graph_->dependencies(node)) {
                entry.dependencies.emplace_back(graph_->id(dependency));
            }
            entry.message = header.message;
            const source::SourceFile& file = context_->project.sources.get(header.file);
            entry.source = file.path;
            entry.source_sha256 = script::sha256(file.text);
            entry.irreversible = is_irreversible(node);
            manifest_.revisions.push_back(std::move(entry));
        }
    }

    std::optional<CompiledScript> compile_range(const revisions::Range& range) {
        return compile_script(*compilation_, context_->project.configuration, range, options_,
                              context_->diagnostics);
    }

    bool build_upgrade() {
        const revisions::Range range{Direction::Upgrade, {}, graph_->real_heads(), graph_->order()};
        std::optional<CompiledScript> whole = compile_range(range);
        if (!whole) { return false; }
        const script::ScriptFrame& frame = compilation_->dialect->frame();
        artifacts_.push_back({"upgrade.sql", script::render_script(whole->script, frame)});
        rows_at_.emplace_back(whole->plan->start_rows);
        for (const plan::PlannedRevision& revision : whole->plan->revisions) {
            rows_at_.push_back(revision.version.rows_after);
        }
        cut(std::move(*whole));
        return true;
    }

    /// Reversible revisions that follow one another are one range; an irreversible one ends it.
    bool build_downgrades() {
        const std::vector<Node>& order = graph_->order();
        bool good = true;
        std::size_t end = order.size();
        bool first = true;
        while (true) {
            std::size_t begin = end;
            while (begin > 0 && !is_irreversible(order[begin - 1])) { --begin; }
            if (first || begin != end) { good = build_downgrade(begin, end, first) && good; }
            first = false;
            if (begin == 0) { return good; }
            end = begin - 1;
        }
    }

    [[nodiscard]] bool is_irreversible(Node node) const {
        return compilation_->history.revisions[node].irreversible;
    }

    /// The range that undoes the revisions [begin, end) of the order.
    bool build_downgrade(std::size_t begin, std::size_t end, bool from_heads) {
        revisions::Range range{
            Direction::Downgrade, nodes(rows_at_[end].list()), nodes(rows_at_[begin].list()), {}};
        const std::vector<Node>& order = graph_->order();
        for (std::size_t i = end; i > begin; --i) { range.steps.push_back(order[i - 1]); }
        std::optional<CompiledScript> whole = compile_range(range);
        if (!whole) { return false; }
        if (from_heads) {
            std::string text;
            if (begin > 0) {
                text = fmt::format(
                    "-- Revision {} is irreversible: this script goes down to it, not to base.\n",
                    graph_->id(order[begin - 1]));
                manifest_.downgrade_to = rows_at_[begin].list();
            }
            text += script::render_script(whole->script, compilation_->dialect->frame());
            artifacts_.push_back({"downgrade.sql", std::move(text)});
        }
        cut(std::move(*whole));
        return true;
    }

    [[nodiscard]] std::vector<Node> nodes(const Rows& rows) const {
        std::vector<Node> result;
        for (const std::string& id : rows) {
            const std::optional<Node> node = graph_->find(id);
            RETORT_CHECK(node.has_value());
            result.push_back(*node);
        }
        return result;
    }

    /// One script a revision, out of the script of many.
    void cut(CompiledScript whole) {
        Rows start = whole.plan->start_rows;
        schema::Schema before = whole.plan->before;
        for (std::size_t i = 0; i < whole.plan->revisions.size(); ++i) {
            plan::Plan single;
            single.direction = whole.plan->direction;
            single.start_rows = std::move(start);
            single.end_rows = whole.plan->revisions[i].version.rows_after.list();
            start = single.end_rows;
            single.before = before;
            single.revisions.push_back(std::move(whole.plan->revisions[i]));
            const std::vector<plan::Step>& steps = single.revisions.front().steps;
            single.after = steps.empty() ? before : steps.back().after;
            before = single.after;
            script::Script script;
            script.plan = &single;
            script.options = options_;
            script.revisions.push_back(
                {&single.revisions.front(), std::move(whole.script.revisions[i].statements)});
            add_revision(script);
        }
    }

    void add_revision(const script::Script& script) {
        const plan::PlannedRevision& planned = *script.revisions.front().planned;
        const std::size_t position = graph_->position(planned.node);
        script::ManifestEntry& entry = manifest_.revisions[position];
        const bool up = script.plan->direction == Direction::Upgrade;
        const std::vector<script::SqlStatement>& statements = script.revisions.front().statements;
        (up ? entry.upgrade_statements : entry.downgrade_statements) = statements.size();
        (up ? entry.data_loss : entry.downgrade_data_loss) = planned.data_loss;
        if (up) {
            entry.transactional =
                !planned.header->transaction_off &&
                std::all_of(statements.begin(), statements.end(),
                            [](const script::SqlStatement& s) { return s.transactional; });
        }
        std::string path =
            "revisions/" +
            script::artifact_stem(position + 1, planned.header->id.text, planned.header->message) +
            (up ? ".up.sql" : ".down.sql");
        entry.files.push_back(path);
        artifacts_.push_back(
            {std::move(path), script::render_script(script, compilation_->dialect->frame())});
    }

    Context* context_;
    const Compilation* compilation_;
    const RevisionGraph* graph_;
    script::ScriptOptions options_;
    script::Manifest manifest_;
    std::vector<script::Artifact> artifacts_;
    /// The version rows after so many revisions of the order.
    std::vector<revisions::VersionRows> rows_at_;
};

}  // namespace

std::vector<bool> reversible(const ParsedHistory& parsed) {
    std::vector<bool> nodes;
    nodes.reserve(parsed.revisions.size());
    for (const revisions::Revision& revision : parsed.revisions) {
        nodes.push_back(revision.downgrade_kind != revisions::DowngradeKind::Irreversible);
    }
    return nodes;
}

std::optional<std::vector<script::Artifact>> build_artifacts(Context& context,
                                                             const Compilation& compilation) {
    return TargetBuilder(context, compilation).build();
}

void report_stale(Context& context, const std::string& directory,
                  const std::vector<std::string>& stale) {
    for (std::size_t i = 0; i < std::min(stale.size(), kMostStaleShown); ++i) {
        auto& finding =
            context.diagnostics.report(diag::StaleArtifact, {}, directory + "/" + stale[i]);
        if (i + 1 == kMostStaleShown && stale.size() > kMostStaleShown) {
            finding.note({}, fmt::format("and {} more files", stale.size() - kMostStaleShown));
        }
        finding.help("run `retort build`");
    }
}

}  // namespace retort::driver
