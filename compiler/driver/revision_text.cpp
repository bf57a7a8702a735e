// SPDX-License-Identifier: Apache-2.0
#include "compiler/driver/revision_text.h"

#include <nlohmann/json.hpp>

#include <span>
#include <utility>

namespace retort::driver {
namespace {

using revisions::Node;
using revisions::RevisionGraph;
using revisions::RevisionHeader;
using Json = nlohmann::ordered_json;

std::string ids(const RevisionGraph& graph, std::span<const Node> nodes) {
    std::string text;
    for (const Node node : nodes) {
        if (!text.empty()) { text += ", "; }
        text += graph.id(node);
    }
    return text;
}

Json id_list(const RevisionGraph& graph, std::span<const Node> nodes) {
    Json list = Json::array();
    for (const Node node : nodes) { list.push_back(graph.id(node)); }
    return list;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) { text += ", "; }
        text += word;
    }
    return text;
}

/// A message may hold line ends; where one line is promised they become blanks.
std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) { line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c; }
    return line;
}

/// Each line indented, as Alembic prints a docstring.
std::string indented(std::string_view text) {
    std::string result;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (!line.empty()) { result += "    "; }
        result += line;
        result += '\n';
        at = end + 1;
    }
    return result;
}

}  // namespace

RevisionPrinter::RevisionPrinter(const RevisionGraph& graph, const source::SourceFiles& sources,
                                 const std::vector<Node>& current)
    : graph_(&graph),
      sources_(&sources),
      is_head_(graph.size(), false),
      is_real_head_(graph.size(), false),
      is_current_(graph.size(), false) {
    for (const Node node : current) { is_current_[node] = true; }
    for (const Node node : graph.heads()) { is_head_[node] = true; }
    for (const Node node : graph.real_heads()) { is_real_head_[node] = true; }
    for (Node node = 0; node < graph.size() && !has_labels_; ++node) {
        has_labels_ = !graph.header(node).labels.empty();
    }
}

const std::vector<std::string>& RevisionPrinter::labels(Node node) const {
    labels_.clear();
    // Looking a revision's labels up walks the graph; most histories have none.
    if (has_labels_) { labels_ = graph_->visible_labels(node); }
    return labels_;
}

std::string RevisionPrinter::marks(Node node, Marks wanted) const {
    std::string text;
    if (is_real_head(node)) {
        text += " (head)";
    } else if (is_head(node)) {
        text += " (effective head)";
    }
    if (is_current_[node]) { text += " (current)"; }
    if (wanted == Marks::All) {
        if (graph_->is_branch_point(node)) { text += " (branchpoint)"; }
        if (graph_->is_merge_point(node)) { text += " (mergepoint)"; }
    }
    return text;
}

std::string RevisionPrinter::history_line(Node node) const {
    const std::string parents = ids(*graph_, graph_->parents(node));
    std::string text = parents.empty() ? "<base>" : parents;
    const std::string dependencies = ids(*graph_, graph_->dependencies(node));
    if (!dependencies.empty()) { text += " (" + dependencies + ")"; }
    return text + " -> " + short_line(node, Marks::All, true);
}

std::string RevisionPrinter::short_line(Node node, Marks wanted, bool with_message) const {
    std::string text(graph_->id(node));
    const std::string label_list = joined(labels(node));
    if (!label_list.empty()) { text += " (" + label_list + ")"; }
    text += marks(node, wanted);
    const std::string& message = graph_->header(node).message;
    if (with_message && !message.empty()) { text += ", " + one_line(message); }
    return text;
}

std::string RevisionPrinter::paragraph(Node node) const {
    const RevisionHeader& header = graph_->header(node);
    std::string text = "Rev: " + header.id.text;
    const std::string label_list = joined(labels(node));
    text += marks(node, Marks::All);
    const std::string parents = ids(*graph_, graph_->parents(node));
    if (graph_->is_merge_point(node)) {
        text += "\nMerges: " + parents;
    } else {
        text += "\nParent: " + (parents.empty() ? "<base>" : parents);
    }
    const std::string dependencies = ids(*graph_, graph_->dependencies(node));
    if (!dependencies.empty()) { text += "\nAlso depends on: " + dependencies; }
    if (graph_->is_branch_point(node)) {
        text += "\nBranches into: " + ids(*graph_, graph_->children(node));
    }
    if (!label_list.empty()) { text += "\nBranch names: " + label_list; }
    if (!header.created.empty()) { text += "\nCreated: " + header.created; }
    if (!header.author.empty()) { text += "\nAuthor: " + header.author; }
    text += "\nPath: " + sources_->get(header.file).path + "\n";
    if (!header.message.empty()) { text += "\n" + indented(header.message); }
    if (!header.description.empty()) { text += "\n" + indented(header.description); }
    return text + "\n";
}

std::string RevisionPrinter::json(const std::vector<Node>& nodes) const {
    Json list = Json::array();
    for (const Node node : nodes) {
        const RevisionHeader& header = graph_->header(node);
        Json entry;
        entry["id"] = header.id.text;
        entry["message"] = header.message;
        entry["description"] = header.description;
        entry["parents"] = id_list(*graph_, graph_->parents(node));
        entry["depends_on"] = id_list(*graph_, graph_->dependencies(node));
        entry["children"] = id_list(*graph_, graph_->children(node));
        entry["labels"] = labels(node);
        entry["created"] = header.created;
        entry["author"] = header.author;
        entry["path"] = sources_->get(header.file).path;
        entry["head"] = is_head(node);
        entry["real_head"] = is_real_head(node);
        entry["branch_point"] = graph_->is_branch_point(node);
        entry["merge_point"] = graph_->is_merge_point(node);
        entry["current"] = static_cast<bool>(is_current_[node]);
        list.push_back(std::move(entry));
    }
    return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string graph_text(const RevisionGraph& graph) {
    std::string text;
    for (const Node node : graph.order()) {
        text += graph.id(node);
        const std::string parents = ids(graph, graph.parents(node));
        if (!parents.empty()) { text += " revises " + parents; }
        const std::string dependencies = ids(graph, graph.dependencies(node));
        if (!dependencies.empty()) { text += " depends on " + dependencies; }
        text += '\n';
    }
    return text;
}

}  // namespace retort::driver
