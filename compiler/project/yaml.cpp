// SPDX-License-Identifier: Apache-2.0
#include "compiler/project/yaml.h"

#include "compiler/project/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <utility>

namespace retort::project {
namespace {

bool is_null_word(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

/// Where a quoted scalar ends, its closing quote included.
std::size_t quoted_end(std::string_view text, std::size_t begin) {
    const char quote = text[begin];
    std::size_t at = begin + 1;
    while (at < text.size()) {
        if (text[at] == '\\' && quote == '"') {
            at += 2;
        } else if (text[at] == quote && quote == '\'' && text.substr(at, 2) == "''") {
            at += 2;
        } else if (text[at] == quote) {
            return at + 1;
        } else {
            ++at;
        }
    }
    return text.size();
}

/// Builds the tree from the parser's events.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(std::string_view text, FileId file, Diagnostics& diagnostics)
        : text_(text), file_(file), diagnostics_(&diagnostics) {}

    void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark& mark, const std::string& /*name*/) override { refuse(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        refuse(mark);
        add({YamlKind::Null, {}, point(mark), {}, {}});
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        add({YamlKind::Null, {}, point(mark), {}, {}});
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                  const std::string& value) override {
        const bool plain = tag == "?";
        const bool null = plain && is_null_word(value);
        add({null ? YamlKind::Null : YamlKind::Scalar, value, scalar_span(mark, value), {}, {}});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/,
                         YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {
        open_.push_back({{YamlKind::Sequence, {}, point(mark), {}, {}}, std::nullopt});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override {
        open_.push_back({{YamlKind::Map, {}, point(mark), {}, {}}, std::nullopt});
    }
    void OnMapEnd() override { close(); }

    [[nodiscard]] bool refused() const { return refused_; }
    [[nodiscard]] YamlNode take() { return std::move(root_); }
    [[nodiscard]] Span point(const YAML::Mark& mark) const {
        const std::size_t at = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
        const auto begin = static_cast<std::uint32_t>(std::min(at, text_.size()));
        return {file_, begin, static_cast<std::uint32_t>(std::min(at + 1, text_.size()))};
    }

private:
    struct Open {
        YamlNode node;
        std::optional<YamlNode> key;  ///< of a map: waits for its value
    };

    void refuse(const YAML::Mark& mark) {
        refused_ = true;
        diagnostics_->report(diag::YamlAnchor, point(mark))
            .help("write the values out; `defaults` holds what targets share");
    }
    Span scalar_span(const YAML::Mark& mark, const std::string& value) const {
        Span span = point(mark);
        const std::size_t begin = span.begin;
        std::size_t end = begin + value.size();
        if (begin < text_.size() && (text_[begin] == '"' || text_[begin] == '\'')) {
            end = quoted_end(text_, begin);
        } else if (text_.substr(begin, value.size()) != value) {
            end = text_.find('\n', begin);  // folded over lines: the first is enough to show
        }
        span.end = static_cast<std::uint32_t>(std::min(end, text_.size()));
        return span;
    }
    void close() {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }
    void add(YamlNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        Open& top = open_.back();
        if (top.node.kind == YamlKind::Map && !top.key) {
            top.key = std::move(node);
            return;
        }
        if (top.node.kind == YamlKind::Map) {
            if (node.kind == YamlKind::Null) { node.span = top.key->span; }
            top.node.keys.push_back(std::move(*top.key));
            top.key.reset();
        }
        top.node.items.push_back(std::move(node));
    }

    std::string_view text_;
    FileId file_;
    Diagnostics* diagnostics_;
    std::vector<Open> open_;
    YamlNode root_;
    bool refused_ = false;
};

}  // namespace

std::optional<YamlNode> read_yaml(const source::SourceFile& file, FileId id,
                                  Diagnostics& diagnostics) {
    if (const std::optional<std::size_t> bad = find_bad_text(file.text)) {
        const auto at = static_cast<std::uint32_t>(*bad);
        diagnostics.report(diag::ConfigurationNotText, {id, at, at + 1});
        return std::nullopt;
    }
    TreeBuilder builder(file.text, id, diagnostics);
    try {
        std::istringstream input(file.text);
        YAML::Parser parser(input);
        parser.HandleNextDocument(builder);
        // What an alias stands for is not known, so neither is what is missing or wrong.
        if (builder.refused()) { return std::nullopt; }
        YamlNode root = builder.take();
        TreeBuilder rest(file.text, id, diagnostics);
        if (parser.HandleNextDocument(rest)) {
            diagnostics.report(diag::YamlSyntax, rest.take().span, "a second document starts")
                .help("keep one document, without `---` after it");
        }
        return root;
    } catch (const YAML::Exception& error) {
        auto& finding = diagnostics.report(diag::YamlSyntax, builder.point(error.mark), error.msg);
        if (file.text.find("${") != std::string::npos) {
            finding.help("between { and } a value with `${NAME}` must be quoted");
        }
    } catch (const std::exception& error) {
        diagnostics.report(diag::YamlSyntax, {id, 0, 0}, error.what());
    }
    return std::nullopt;
}

}  // namespace retort::project
