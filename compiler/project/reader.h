// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compiler/project/project.h"
#include "compiler/project/yaml.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Typed reading of YAML values: every wrong one is reported at its place and read as absent.

namespace retort::project {

class ValueReader {
public:
    ValueReader(const source::SourceFiles& sources, const Environment& environment,
                Diagnostics& diagnostics)
        : sources_(&sources), environment_(&environment), diagnostics_(&diagnostics) {}

    /// Calls `visit(key, node of the key, value)` for every known key of a map, each once. Unknown
    /// and repeated keys are reported. `where` names the map in messages. With no `known`, all keys
    /// are the user's own.
    using Visit = std::function<void(const std::string&, const YamlNode&, const YamlNode&)>;
    void each(const YamlNode& map, std::string_view where,
              const std::vector<std::string_view>& known, const Visit& visit);

    /// A text that may be null (then empty).
    [[nodiscard]] std::optional<std::string> text_or_null(const YamlNode& value,
                                                          std::string_view key);
    /// A text that is not empty.
    [[nodiscard]] std::optional<std::string> text(const YamlNode& value, std::string_view key);
    [[nodiscard]] std::optional<bool> boolean(const YamlNode& value, std::string_view key);
    /// One of `words`; its index.
    [[nodiscard]] std::optional<std::size_t> word(const YamlNode& value, std::string_view key,
                                                  const std::vector<std::string_view>& words);
    /// A list of texts; one text stands for a list of one.
    [[nodiscard]] std::vector<std::string> texts(const YamlNode& value, std::string_view key);
    /// `5s`, `500ms`, `0`; null for none.
    [[nodiscard]] std::optional<std::string> duration(const YamlNode& value, std::string_view key);
    /// A path below the project: relative, without leaving it by `..` where `inside`.
    [[nodiscard]] std::optional<std::string> relative_path(const YamlNode& value,
                                                           std::string_view key);
    /// A list of such paths, each once; one path stands for a list of one. An empty list is wrong.
    [[nodiscard]] std::vector<std::string> directories(const YamlNode& value, std::string_view key);
    /// A name that a database takes: at most 63 bytes.
    [[nodiscard]] std::optional<std::string> identifier(const YamlNode& value,
                                                        std::string_view key);
    /// Reports placeholders `{…}` of a template that are not known.
    void check_placeholders(const std::string& text, Span span,
                            const std::vector<std::string_view>& known);

    void wrong_value(Span span, std::string_view key, std::string_view value,
                     std::string_view wanted);
    void wrong_type(const YamlNode& value, std::string_view key, std::string_view wanted);
    [[nodiscard]] Diagnostics& diagnostics() { return *diagnostics_; }

private:
    [[nodiscard]] std::string expand(const YamlNode& value);

    const source::SourceFiles* sources_;
    const Environment* environment_;
    Diagnostics* diagnostics_;
};

/// `targets` and `defaults` into `configuration.targets`.
void read_targets(const YamlNode* targets, const YamlNode* defaults, ValueReader& reader,
                  Configuration& configuration);

/// What "did you mean" says for `word`, or else the list of what there is.
[[nodiscard]] std::string suggestion(std::string_view word,
                                     const std::vector<std::string_view>& known);

}  // namespace retort::project
